package io.trireme.child;

import io.trireme.TaskContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A task on its way to a child: all that a {@link TaskContext} tells of it.
 *
 * @param token the fencing token of its turn, or {@link #NO_TOKEN}
 */
record CarriedTask(
        String id,
        String type,
        String queue,
        Optional<String> key,
        Optional<byte[]> payload,
        Map<String, String> headers,
        int attempt,
        int partition,
        long offset,
        Instant publishedAt,
        long token) {
    /** Of a handler that is not exclusive. */
    static final long NO_TOKEN = -1;

    static CarriedTask of(TaskContext task, long token) {
        return new CarriedTask(
                task.id(),
                task.type(),
                task.queue(),
                task.key(),
                task.payload(),
                task.headers(),
                task.attempt(),
                task.partition(),
                task.offset(),
                task.publishedAt(),
                token);
    }

    void pack(Packer packer) {
        packer.text(id)
                .text(type)
                .text(queue)
                .text(key.orElse(null))
                .bytes(payload.orElse(null))
                .texts(headers)
                .number(attempt)
                .number(partition)
                .number(offset)
                .number(publishedAt.toEpochMilli())
                .number(token);
    }

    static CarriedTask unpack(Unpacker body) throws IOException {
        return new CarriedTask(
                body.text(),
                body.text(),
                body.text(),
                body.optionalText(),
                body.optionalBytes(),
                body.texts(),
                body.number(),
                body.number(),
                body.longNumber(),
                Instant.ofEpochMilli(body.longNumber()),
                body.longNumber());
    }
}
