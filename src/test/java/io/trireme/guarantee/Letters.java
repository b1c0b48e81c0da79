package io.trireme.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The dead letters of a run, in which handlers reject some tasks and nothing else gives up. */
final class Letters {
    private Letters() {}

    /** The ids of the tasks that have letters, one for each letter. */
    static List<String> ids(BrokerClient broker, String queue) {
        return broker.readAll(Topics.deadLetters(queue)).stream()
                .map(letter -> {
                    assertThat(BrokerClient.header(letter, Headers.DEAD_REASON)).isEqualTo("REJECTED");
                    return new String(letter.key(), UTF_8);
                })
                .toList();
    }

    /** The ids of the published tasks that belong to a set. */
    static Set<String> idsOfSets(String queue, Receipts published) {
        return IntStream.range(0, published.partitions())
                .boxed()
                .flatMap(partition ->
                        published.ofSets(partition).stream().mapToObj(offset -> queue + "-" + partition + "-" + offset))
                .collect(Collectors.toSet());
    }

    /** The ids of the published tasks at such offsets: the handler of these runs gives them none of their own. */
    static Set<String> idsOf(String queue, Receipts published, IntPredicate offsets) {
        return IntStream.range(0, published.partitions())
                .boxed()
                .flatMap(partition -> published.offsets(partition).stream()
                        .filter(offsets)
                        .mapToObj(offset -> queue + "-" + partition + "-" + offset))
                .collect(Collectors.toSet());
    }
}
