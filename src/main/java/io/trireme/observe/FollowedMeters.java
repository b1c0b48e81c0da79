package io.trireme.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.trireme.child.Measured;
import io.trireme.child.Measured.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The meters of a child that go to its parent, and what of them was told: all that count, time, sum up or show, but those of
 * the process itself, of which the parent has its own.
 *
 * <p>Of one that is removed is told what it counted to the end, and then nothing more: of a gauge that it shows no number.
 *
 * <p>Threading: any thread adds and removes; one takes.
 */
final class FollowedMeters {
    private static final int MOST_METERS = 1_000;
    private static final int LONGEST_ID = 1_000;
    private static final List<String> OF_THE_PROCESS =
            List.of("jvm.", "process.", "system.", "http.server.", "netty.", "worker.pool.", "kafka.", "trireme.");

    /** Of the time that passes, one in so many parts goes into asking gauges, which may take long. */
    private static final int TIME_FOR_GAUGES = 100;

    private final List<Followed> sums = new CopyOnWriteArrayList<>();
    private final List<Followed> gauges = new CopyOnWriteArrayList<>();
    private final LongSupplier nanoTime;
    private long gaugesAgain; // in nanoTime; the taker's

    FollowedMeters(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.gaugesAgain = nanoTime.getAsLong();
    }

    void add(Meter meter) {
        Meter.Id id = meter.getId();
        if (sums.size() + gauges.size() < MOST_METERS
                && OF_THE_PROCESS.stream().noneMatch(id.getName()::startsWith)
                && id.toString().length() <= LONGEST_ID) {
            kind(meter).ifPresent(kind -> (kind == Kind.GAUGE ? gauges : sums).add(new Followed(meter, kind)));
        }
    }

    /** It was removed from the registry that it was in. */
    void remove(Meter meter) {
        Stream.of(sums, gauges)
                .flatMap(List::stream)
                .filter(one -> one.meter == meter)
                .forEach(one -> one.removed = true);
    }

    private static Optional<Kind> kind(Meter meter) {
        return switch (meter) {
            case Counter counter -> Optional.of(Kind.COUNTER);
            case Timer timer -> Optional.of(Kind.TIMER);
            case DistributionSummary summary -> Optional.of(Kind.SUMMARY);
            case Gauge gauge -> Optional.of(Kind.GAUGE);
            default -> Optional.empty();
        };
    }

    /** What was added since the last call, and what gauges show that showed something else before. */
    List<Measured> taken() {
        var taken = new ArrayList<Measured>();
        take(sums, taken);
        long begun = nanoTime.getAsLong();
        if (!gauges.isEmpty() && begun - gaugesAgain >= 0) {
            take(gauges, taken);
            gaugesAgain = begun + TIME_FOR_GAUGES * (nanoTime.getAsLong() - begun);
        }
        return taken;
    }

    private static void take(List<Followed> from, List<Measured> taken) {
        for (Followed one : from) {
            boolean last = one.removed; // asked first: what is counted before it is removed is told
            one.taken().ifPresent(taken::add);
            if (last) {
                from.remove(one);
            }
        }
    }

    private static final class Followed {
        private final Meter meter;
        private final Kind kind;
        private volatile boolean removed; // written by who removes it, read by who takes
        private long count; // as far as it was told, like the next one
        private double amount;

        private Followed(Meter meter, Kind kind) {
            this.meter = meter;
            this.kind = kind;
            this.amount = kind == Kind.GAUGE ? Double.NaN : 0; // what a gauge shows first is told, though it be 0
        }

        private Optional<Measured> taken() {
            long countNow =
                    switch (meter) {
                        case Timer timer -> timer.count();
                        case DistributionSummary summary -> summary.count();
                        default -> 0;
                    };
            double amountNow =
                    switch (meter) {
                        case Counter counter -> counter.count();
                        case Timer timer -> timer.totalTime(TimeUnit.NANOSECONDS);
                        case DistributionSummary summary -> summary.totalAmount();
                        case Gauge gauge -> removed ? Double.NaN : gauge.value();
                        default -> 0;
                    };
            if (countNow == count && Double.compare(amountNow, amount) == 0) {
                return Optional.empty();
            }
            var measured = new Measured(
                    kind,
                    meter.getId().getName(),
                    meter.getId().getTags().stream().collect(Collectors.toMap(Tag::getKey, Tag::getValue)),
                    Optional.ofNullable(meter.getId().getBaseUnit()),
                    Optional.ofNullable(meter.getId().getDescription()),
                    countNow - count,
                    kind == Kind.GAUGE ? amountNow : amountNow - amount);
            count = countNow;
            amount = amountNow;
            return Optional.of(measured);
        }
    }
}
