package io.trireme.state;

import io.trireme.StateSettings;
import io.trireme.streams.RoleTopic;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of shared state, as the role makes them. */
final class StateTopics {
    /** What was committed is in the changelog for ever; the commands behind it are read within moments. */
    private static final Duration COMMANDS = Duration.ofDays(7);

    /** An answer is read at once, or asked for again. */
    private static final Duration REPLIES = Duration.ofHours(1);

    private StateTopics() {}

    /** @throws io.trireme.TriremeException of {@link RoleTopic#ensure} */
    static void ensure(SharedAdmin admin, StateSettings settings, boolean create) {
        // When a command came is told by the brokers' clock, one for all callers.
        String largest = Integer.toString(Limits.RECORD_BYTES);
        var replies = Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, largest);
        var commands = Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                largest,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime");
        new RoleTopic(Topics.stateReplies(), settings.partitions(), settings.replicas(), REPLIES, replies)
                .ensure(admin, create);
        new RoleTopic(Topics.stateCommands(), settings.partitions(), settings.replicas(), COMMANDS, commands)
                .ensure(admin, create);
    }
}
