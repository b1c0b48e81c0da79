package io.trireme.consume;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What ends a consumer's membership for good.
 *
 * <p>With {@code group.protocol=consumer} a heartbeat that the broker refuses, or that cannot be authorised, is thrown by
 * one poll; after it the client polls on in silence and never joins again. So the loop has to end there, and liveness with
 * it. On {@code classic} each poll tries anew.
 *
 * <p>Who was away for longer than its session is no member any more, and a poll that asks for commits just then says so. That is no end:
 * the next heartbeat is told the same, and the client joins anew.
 */
final class Membership {
    private static final Set<Class<? extends ApiException>> JOINS_ANEW = Set.of(
            UnknownMemberIdException.class,
            FencedMemberEpochException.class,
            StaleMemberEpochException.class,
            IllegalGenerationException.class);

    private Membership() {}

    /** Tells for a consumer with these settings what its polls do not recover from. */
    static Predicate<RuntimeException> endedBy(Map<String, Object> settings) {
        boolean classic =
                "classic".equalsIgnoreCase(String.valueOf(settings.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)));
        return failure -> failure instanceof UnsupportedVersionException
                || !classic
                        && failure instanceof ApiException
                        && !JOINS_ANEW.contains(failure.getClass())
                        && !(failure instanceof RetriableException)
                        && !(failure instanceof TopicAuthorizationException);
    }
}
