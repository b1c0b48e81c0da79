package io.trireme.process;

import io.trireme.process.Member.Running;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Asks the processes of a crew what is to be said of it.
 *
 * <p>Live: none of them hangs; one that is starting, or is about to be started again, is the supervisor's to mend and not
 * its supervisor's. Ready: one of them is. Started: all of them are.
 *
 * <p>Threading: any thread.
 */
final class CrewProbes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final List<Member> members;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    CrewProbes(List<Member> members) {
        this.members = members;
    }

    CrewReport live() {
        return report("live", true);
    }

    CrewReport ready() {
        return report("ready", false);
    }

    CrewReport started() {
        return report("started", true);
    }

    private CrewReport report(String probe, boolean all) {
        boolean live = probe.equals("live");
        List<CompletableFuture<CrewReport.Check>> asked = members.stream()
                .map(member -> member.running()
                        .map(one -> get(one, "/q/health/" + probe)
                                .thenApply(answer -> check(
                                        member,
                                        answer.map(found -> found.statusCode() == OK)
                                                .orElse(live && Member.isStarting(one, System.nanoTime())))))
                        .orElseGet(() -> CompletableFuture.completedFuture(check(member, live))))
                .toList();
        List<CrewReport.Check> checks =
                asked.stream().map(CompletableFuture::join).toList();
        Stream<Boolean> ups = checks.stream().map(check -> check.status().equals(CrewReport.word(true)));
        return CrewReport.of(all ? ups.allMatch(up -> up) : ups.anyMatch(up -> up), checks);
    }

    private static CrewReport.Check check(Member member, boolean up) {
        var data = new TreeMap<String, Object>();
        data.put("restarts", member.restarts());
        member.running().ifPresent(one -> {
            data.put("pid", one.process().pid());
            data.put("port", one.port());
        });
        return new CrewReport.Check("Process " + member.number(), CrewReport.word(up), data);
    }

    /** The meters of all processes, and those of the crew. */
    String meters() {
        var merged = new MergedMeters();
        var none = CompletableFuture.completedFuture(Optional.<HttpResponse<String>>empty());
        List<CompletableFuture<Optional<HttpResponse<String>>>> pages = members.stream()
                .map(member ->
                        member.running().map(one -> get(one, "/q/metrics")).orElse(none))
                .toList();
        for (Member member : members) {
            String process = Integer.toString(member.number());
            pages.get(member.number() - 1).join().ifPresent(page -> merged.add(process, page.body()));
            merged.add(process, own(member));
        }
        return merged.page();
    }

    private static String own(Member member) {
        return """
                # HELP trireme_process_up Whether the process runs
                # TYPE trireme_process_up gauge
                trireme_process_up %d
                # HELP trireme_process_restarts_total How often another process took its place
                # TYPE trireme_process_restarts_total counter
                trireme_process_restarts_total %d
                """
                .formatted(member.running().isPresent() ? 1 : 0, member.restarts());
    }

    /** The answer; empty if there is none. */
    private CompletableFuture<Optional<HttpResponse<String>>> get(Running one, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + one.port() + path))
                .header("Accept", "text/plain; version=0.0.4")
                .timeout(PATIENCE)
                .build();
        return http.sendAsync(request, BodyHandlers.ofString())
                .<Optional<HttpResponse<String>>>handle((answer, failure) -> Optional.ofNullable(answer));
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
