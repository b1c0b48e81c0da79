package io.trireme.consume;

import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What ends a consumer's membership for good.
 *
 * <p>With {@code group.protocol=consumer} a heartbeat that the broker refuses, or that cannot be authorised, is thrown by
 * one poll; after it the client polls on in silence and never joins again. So the loop has to end there, and liveness with
 * it. On {@code classic} each poll tries anew.
 */
final class Membership {
    private Membership() {}

    /** Tells for a consumer with these settings what its polls do not recover from. */
    static Predicate<RuntimeException> endedBy(Map<String, Object> settings) {
        boolean classic =
                "classic".equalsIgnoreCase(String.valueOf(settings.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)));
        return failure -> failure instanceof UnsupportedVersionException
                || !classic
                        && failure instanceof ApiException
                        && !(failure instanceof RetriableException)
                        && !(failure instanceof TopicAuthorizationException);
    }
}
