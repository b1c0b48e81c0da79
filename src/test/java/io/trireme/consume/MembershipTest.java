package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final Predicate<RuntimeException> CONSUMER =
            Membership.endedBy(Map.of("group.protocol", "consumer"));
    private static final Predicate<RuntimeException> CLASSIC = Membership.endedBy(Map.of("group.protocol", "classic"));

    @Test
    void who_was_away_for_longer_than_its_session_joins_anew() {
        assertThat(List.of(
                        new UnknownMemberIdException("away"),
                        new FencedMemberEpochException("away"),
                        new StaleMemberEpochException("away"),
                        new IllegalGenerationException("away")))
                .noneMatch(CONSUMER)
                .noneMatch(CLASSIC);
    }

    @Test
    void what_a_heartbeat_is_refused_for_ends_it_where_the_client_never_joins_again() {
        assertThat(List.of(
                        new GroupAuthorizationException("group"),
                        new GroupMaxSizeReachedException("full"),
                        new InvalidRequestException("no")))
                .allMatch(CONSUMER)
                .noneMatch(CLASSIC);
    }

    @Test
    void what_passes_does_not_end_it_and_brokers_that_do_not_understand_do() {
        assertThat(List.of(new TimeoutException("late"), new TopicAuthorizationException("topic")))
                .noneMatch(CONSUMER);
        assertThat(List.of(CONSUMER, CLASSIC)).allMatch(ends -> ends.test(new UnsupportedVersionException("old")));
    }
}
