package io.trireme.examples;

import io.trireme.Publisher;
import io.trireme.Task;
import io.trireme.consume.Consumers;
import io.trireme.consume.Counters;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * One run of the demo: looks what there is to do, has it done, shows it and judges it.
 *
 * <p>Owned by the demo's thread. What it holds is bounded: the files are walked through twice, once to count them and to
 * draw a sample, once to publish them.
 */
final class Course {
    private static final String DIGEST = "digest";
    private static final String FETCH = "fetch";
    private static final int SAMPLE = 25;

    private final Publisher publisher;
    private final Consumers consumers;
    private final Stopwatch stopwatch;
    private final String http;
    private final PrintStream out;

    /** @param http where this process serves its pages */
    Course(Publisher publisher, Consumers consumers, Stopwatch stopwatch, String http, PrintStream out) {
        this.publisher = publisher;
        this.consumers = consumers;
        this.stopwatch = stopwatch;
        this.http = http;
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param stopping opens when it shall end early
     * @return what was wrong, as sentences
     */
    List<String> run(DemoPlan plan, CountDownLatch stopping) throws InterruptedException {
        Optional<Counters> digests = consumers.counters(DIGEST);
        Optional<Counters> fetches = consumers.counters(FETCH);
        if (digests.isEmpty() || fetches.isEmpty()) {
            return List.of("This process does not work on both " + DIGEST + " and " + FETCH
                    + ". Leave --queues and trireme.worker.queues away, or name these two.");
        }
        Sample sample = survey(plan);
        String run = UUID.randomUUID().toString();
        var digest = new Lap(sample::keep);
        var fetch = new Lap(page -> {});
        stopwatch.start(run, Map.of(DIGEST, digest, FETCH, fetch));
        try (RegularFiles files = plan.files()) {
            var legs = List.of(
                    new Leg(DIGEST, digests(files, run), publisher, digest, digests.get()),
                    new Leg(FETCH, fetches(plan.pages(), run), publisher, fetch, fetches.get()));
            Optional<String> broken = new Drive(consumers, legs, sample.files() + plan.pages()).run(stopping);
            report(legs);
            var wrong = new ArrayList<String>();
            broken.ifPresent(wrong::add);
            if (stopping.getCount() == 0) {
                return wrong;
            }
            legs.forEach(leg -> wrong.addAll(leg.complaints()));
            if (fetch.rejected() > 0) {
                wrong.add(Report.count(fetch.rejected()) + " pages are not where they should be.");
            }
            if (broken.isEmpty()) {
                wrong.addAll(check(sample));
            }
            return wrong;
        }
    }

    private Sample survey(DemoPlan plan) {
        var sample = new Sample(SAMPLE, RandomGenerator.getDefault());
        try (RegularFiles files = plan.files()) {
            files.forEachRemaining(sample::offer);
            sample.choose();
            out.println("To do: the digests of " + Report.count(sample.files()) + " files, "
                    + Report.bytes(sample.bytes()) + ", and fetching " + Report.count(plan.pages())
                    + " pages that take 500 ms each.");
            if (files.unreadable() > 0) {
                out.println("Left out: " + files.unreadable() + " directories that cannot be read.");
            }
        }
        return sample;
    }

    private static Iterator<Task> digests(Iterator<Path> files, String run) {
        Iterable<Path> once = () -> files;
        return StreamSupport.stream(once.spliterator(), false)
                .map(file -> Task.of(DIGEST, file.toString()).withHeader(Stopwatch.RUN, run))
                .iterator();
    }

    private Iterator<Task> fetches(int pages, String run) {
        return IntStream.rangeClosed(1, pages)
                .mapToObj(page -> Task.of(FETCH, http + Pages.PATH + page).withHeader(Stopwatch.RUN, run))
                .iterator();
    }

    private void report(List<Leg> legs) {
        out.println();
        new Report(legs.stream().map(Leg::row).toList()).lines().forEach(out::println);
        out.println();
        for (Leg leg : legs) {
            if (leg.failures() > 0) {
                leg.lap().reasons().forEach(reason -> out.println(leg.queue() + " failed, for instance: " + reason));
            }
        }
    }

    private List<String> check(Sample sample) throws InterruptedException {
        SampleCheck check = SampleCheck.of(sample, new Sha256Sum());
        out.println("Checked against sha256sum: " + check.right() + " digests are right, "
                + check.wrong().size() + " are wrong"
                + (check.skipped() == 0
                        ? "."
                        : "; of " + check.skipped() + " nothing can be said, since they changed."));
        return check.wrong();
    }
}
