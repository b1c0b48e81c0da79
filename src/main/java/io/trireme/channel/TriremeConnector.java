package io.trireme.channel;

import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.trireme.Publisher;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * The connector {@code trireme}. Asked for its channels by the thread that starts, and by probes on any thread.
 *
 * <p>What is wrong with a channel's attributes fails the start with a sentence.
 */
@Connector(TriremeConnector.NAME)
@ConnectorAttribute(
        name = "queue",
        type = "string",
        direction = Direction.INCOMING_AND_OUTGOING,
        description = "The queue; the channel's name unless given")
@ConnectorAttribute(
        name = "topic",
        type = "string",
        direction = Direction.INCOMING_AND_OUTGOING,
        description = "Another word for queue")
@ConnectorAttribute(
        name = "task-type",
        type = "string",
        direction = Direction.INCOMING_AND_OUTGOING,
        description =
                "Incoming: the only task type that the channel takes; all that have no other handler unless given. Outgoing: the type of"
                        + " its tasks; the queue's name unless given")
@ConnectorAttribute(
        name = "max-inflight-messages",
        type = "int",
        direction = Direction.OUTGOING,
        defaultValue = "1024",
        description = "Most messages that are published and not answered by the brokers")
@ConnectorAttribute(
        name = "content-type",
        type = "string",
        direction = Direction.OUTGOING,
        description =
                "The media type of String and byte[] payloads; text/plain and application/octet-stream unless given")
final class TriremeConnector implements InboundConnector, OutboundConnector, HealthReporter {
    static final String NAME = "trireme";

    private final Channels channels;
    private final Publisher publisher;
    private final Vertx vertx;
    private final List<OutgoingChannel> outgoing = new ArrayList<>(); // guarded by this

    TriremeConnector(Channels channels, Publisher publisher, Vertx vertx) {
        this.channels = channels;
        this.publisher = publisher;
        this.vertx = vertx;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config attributes) {
        var settings = ChannelSettings.incoming(attributes);
        var channel = new IncomingChannel(settings.channel(), vertx);
        channels.add(settings, channel);
        return channel;
    }

    @Override
    public synchronized Flow.Subscriber<? extends Message<?>> getSubscriber(Config attributes) {
        var settings = ChannelSettings.outgoing(attributes);
        var channel = new OutgoingChannel(settings, publisher);
        channels.add(channel);
        outgoing.add(channel);
        return channel;
    }

    @Override
    public HealthReport getLiveness() {
        var report = HealthReport.builder();
        channels.watched()
                .forEach(channel -> report.add(
                        channel.channel(),
                        channel.trouble().isEmpty(),
                        channel.trouble().orElse(null)));
        return report.build();
    }

    @Override
    public HealthReport getReadiness() {
        return getLiveness();
    }

    @PreDestroy
    synchronized void close() {
        outgoing.forEach(OutgoingChannel::close);
    }
}
