package io.trireme.channel;

import io.trireme.Fault;
import io.trireme.wire.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * What the attributes of a channel say, complete and checked.
 *
 * @param channel its name
 * @param queue the queue that it is on
 * @param taskType of an incoming channel: the only task type that it takes; of an outgoing one: the type of its tasks
 * @param maxInflight of an outgoing channel: most messages that are published and not answered
 * @param contentType of an outgoing channel: the media type of texts and bytes
 */
record ChannelSettings(
        String channel, String queue, Optional<String> taskType, int maxInflight, Optional<String> contentType) {
    private static final Logger LOG = Logger.getLogger(ChannelSettings.class);
    static final int MAX_INFLIGHT = 1_024;

    private static final String NAME = "channel-name";
    private static final String QUEUE = "queue";
    private static final String TOPIC = "topic";
    private static final String TOPICS = "topics";
    private static final String PATTERN = "pattern";
    private static final String TASK_TYPE = "task-type";
    private static final String INFLIGHT = "max-inflight-messages";
    private static final String CONTENT_TYPE = "content-type";

    /** Ours, and those that reactive messaging itself reads. */
    private static final Set<String> READ = Set.of(
            NAME,
            QUEUE,
            TOPIC,
            TOPICS,
            PATTERN,
            TASK_TYPE,
            "connector",
            "type",
            "enabled",
            "broadcast",
            "merge",
            "concurrency",
            "paused");

    private static final Set<String> READ_OUTGOING = Set.of(INFLIGHT, CONTENT_TYPE);

    /** What a copy's number is set off with. */
    private static final char COPY = '$';

    static ChannelSettings incoming(Config attributes) {
        return of(attributes, Set.of());
    }

    static ChannelSettings outgoing(Config attributes) {
        return of(attributes, READ_OUTGOING);
    }

    /** @throws io.trireme.TriremeException {@link Fault#CHANNEL_WRONG} naming the attribute and the way out */
    private static ChannelSettings of(Config attributes, Set<String> also) {
        String channel = name(attributes.getValue(NAME, String.class));
        var reader = new Reader(channel, attributes);
        reader.tellUnread(also);
        return new ChannelSettings(
                channel, reader.queue(), reader.text(TASK_TYPE), reader.maxInflight(), reader.text(CONTENT_TYPE));
    }

    private static String name(String name) {
        int copy = name.lastIndexOf(COPY);
        return copy > 0 ? name.substring(0, copy) : name;
    }

    private record Reader(String channel, Config attributes) {
        private Optional<String> text(String name) {
            return attributes.getOptionalValue(name, String.class);
        }

        private String queue() {
            Optional<String> queue = text(QUEUE);
            Optional<String> topic = text(TOPIC);
            if (queue.isPresent() && topic.isPresent() && !queue.equals(topic)) {
                throw wrong(QUEUE, queue.get(), "and " + TOPIC + " is '" + topic.get() + "'. Leave one of them out.");
            }
            refuseSeveral(TOPICS, text(TOPICS));
            refuseSeveral(PATTERN, text(PATTERN).filter(Boolean::parseBoolean));
            String name = queue.or(() -> topic).orElse(channel);
            if (!Topics.isQueue(name)) {
                throw wrong(
                        queue.isPresent() || topic.isEmpty() ? QUEUE : TOPIC,
                        name,
                        "which cannot be a queue's name. Use 1 to 200 letters, digits, dots, hyphens and underscores.");
            }
            return name;
        }

        private void refuseSeveral(String name, Optional<String> value) {
            if (value.isPresent()) {
                throw wrong(
                        name, value.get(), "but a channel is on one queue. Make a channel for each, with queue=...");
            }
        }

        private int maxInflight() {
            Optional<String> value = text(INFLIGHT);
            try {
                int number = value.map(Integer::parseInt).orElse(MAX_INFLIGHT);
                if (number >= 1) {
                    return number;
                }
            } catch (NumberFormatException none) {
                // the sentence below says what to do
            }
            throw wrong(INFLIGHT, value.orElse(""), "which is no number from 1. Correct it.");
        }

        private RuntimeException wrong(String name, String value, String advice) {
            return Fault.CHANNEL_WRONG.because(channel, name, value, advice);
        }

        /** What another connector read, and this one does not, is told and no fault: so a channel is switched by one property. */
        private void tellUnread(Set<String> also) {
            List<String> unread = new TreeSet<>(
                            StreamSupport.stream(attributes.getPropertyNames().spliterator(), false)
                                    .toList())
                    .stream()
                            .filter(name -> !READ.contains(name) && !also.contains(name))
                            .toList();
            if (!unread.isEmpty()) {
                LOG.warnf(
                        "Channel %s has attributes that the connector trireme does not read: %s. What they were for is set with"
                                + " trireme.queues.\"...\".* or kafka.*, or Trireme sees to it itself.",
                        channel, unread);
            }
        }
    }
}
