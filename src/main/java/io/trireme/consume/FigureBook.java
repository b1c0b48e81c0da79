package io.trireme.consume;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;

/** What was made of all looks at the queues so far. Not thread-safe. */
final class FigureBook {
    /** A queue that was not seen for so long has been deleted, or nobody asks for it. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final ToDoubleFunction<String> configuredRate;
    private final Map<String, Page> pages = new HashMap<>();

    private static final class Page {
        private final DrainRate rate;
        private long seen;

        private Page(DrainRate rate) {
            this.rate = rate;
        }
    }

    /** @param configuredRate tasks a second of a queue, above 0, for as long as none was measured */
    FigureBook(ToDoubleFunction<String> configuredRate) {
        this.configuredRate = configuredRate;
    }

    /**
     * Takes a look in, and gives what it comes to.
     *
     * @param depths what the brokers said
     * @param oldest when the first unsettled task of a partition was published, in milliseconds since 1970, as far as known
     */
    List<QueueFigures> look(List<QueueDepth> depths, Map<TopicPartition, Long> oldest, long nanoTime, Instant now) {
        pages.values().removeIf(page -> nanoTime - page.seen > FORGOTTEN_AFTER.toNanos());
        return depths.stream()
                .map(depth -> {
                    Page page = pages.computeIfAbsent(
                            depth.queue(), queue -> new Page(new DrainRate(configuredRate.applyAsDouble(queue))));
                    page.seen = nanoTime;
                    page.rate.look(depth.settled(), depth.unsettled(), nanoTime);
                    return new QueueFigures(depth, page.rate.perSecond(), age(depth, oldest, now));
                })
                .toList();
    }

    private static double age(QueueDepth depth, Map<TopicPartition, Long> oldest, Instant now) {
        OptionalLong first = depth.waiting().keySet().stream()
                .map(partition -> new TopicPartition(depth.queue(), partition))
                .flatMap(partition -> Optional.ofNullable(oldest.get(partition)).stream())
                .mapToLong(Long::longValue)
                .min();
        return first.isPresent() ? Math.max(0, now.toEpochMilli() - first.getAsLong()) / 1e3 : 0;
    }
}
