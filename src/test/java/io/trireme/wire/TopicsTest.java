package io.trireme.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    @ParameterizedTest
    @ValueSource(strings = {"images", "Images_2", "a.b-c", "dead"})
    void a_topics_name_can_be_a_queues(String name) {
        assertThat(Topics.isQueue(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "ä", "images.dead", "trireme.results", ".", "..", "a/b", "__consumer_offsets"})
    void what_cannot_be_a_topic_or_is_another_kind_of_topic_cannot(String name) {
        assertThat(Topics.isQueue(name)).isFalse();
    }
}
