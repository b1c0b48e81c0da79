package io.trireme.channel;

import io.smallrye.reactive.messaging.MessageConverter;
import io.trireme.Fault;
import io.trireme.TaskContext;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PayloadException;
import io.trireme.wire.PayloadReader;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Reads the payload of a task as what a method takes. What cannot be read is refused before the method, with a fault that sends it to
 * the dead letters. Called by several threads at once.
 */
final class PayloadConverter implements MessageConverter {
    /** After those of the application, which may know better. */
    private static final int LATER = CONVERTER_DEFAULT_PRIORITY + 100;

    private final PayloadCodec codec;
    private final Map<Type, PayloadReader> readers = new ConcurrentHashMap<>(); // bounded by the methods there are

    PayloadConverter(PayloadCodec codec) {
        this.codec = codec;
    }

    @Override
    public int getPriority() {
        return LATER;
    }

    @Override
    public boolean canConvert(Message<?> message, Type target) {
        return message instanceof TaskMessage || isUnread(message);
    }

    private static boolean isUnread(Message<?> message) {
        return message.getMetadata(IncomingTask.class).isPresent() && message.getPayload() instanceof byte[];
    }

    @Override
    public Message<?> convert(Message<?> message, Type target) {
        TaskContext task = message.getMetadata(IncomingTask.class).orElseThrow().context();
        PayloadReader reader = readers.computeIfAbsent(target, codec::reader);
        try {
            return message.withPayload(reader.read(task));
        } catch (PayloadException unreadable) {
            throw unreadable.absent()
                    ? Fault.NO_PAYLOAD.because(task.id(), "of " + target.getTypeName())
                    : Fault.UNDECODABLE.causedBy(unreadable, task.id(), reader.describe(), unreadable.getMessage());
        }
    }
}
