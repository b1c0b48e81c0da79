package io.trireme.examples;

import io.trireme.Handles;
import io.trireme.channel.IncomingTask;
import io.trireme.channel.OutgoingTask;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Channels of reactive messaging on queues: readings come in as tasks, and what is too hot goes out as one, in the order of its room. The
 * reading is done when the brokers have the alarm; if they do not take it, the reading is tried again.
 *
 * <pre>{@code
 * trireme dev
 * trireme publish temperatures '{"room":"engine","celsius":96.5}'
 * }</pre>
 */
@ApplicationScoped
class Temperatures {
    private static final Logger LOG = Logger.getLogger(Temperatures.class);
    private static final double HOT = 90;

    record Reading(String room, double celsius) {}

    record Alarm(String room, String reading) {}

    @Incoming("temperatures")
    @Outgoing("alarms")
    @Nullable
    Message<Alarm> watch(Message<Reading> message) {
        Reading reading = message.getPayload();
        if (reading.celsius() < HOT) {
            message.ack(); // nothing follows that would
            return null;
        }
        String id = message.getMetadata(IncomingTask.class).orElseThrow().id();
        return message.withPayload(new Alarm(reading.room(), id)).addMetadata(OutgoingTask.withKey(reading.room()));
    }

    @Handles("alarms")
    void ring(Alarm alarm) {
        LOG.warnf("It is hot in room %s, says task %s", alarm.room(), alarm.reading());
    }
}
