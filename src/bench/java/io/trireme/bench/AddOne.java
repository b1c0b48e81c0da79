package io.trireme.bench;

import io.trireme.TaskContext;
import io.trireme.consume.Handler;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PayloadException;
import io.trireme.wire.PayloadReader;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A handler that reads a number, as a handler of the user's has it read, and returns the next one. */
record AddOne(String queue, PayloadReader numbers, LongAdder count) implements Handler {
    static AddOne of(String queue, PayloadCodec codec) {
        return new AddOne(queue, codec.reader(Integer.class.getName()), new LongAdder());
    }

    @Override
    public String type() {
        return queue;
    }

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public @Nullable Object handle(TaskContext task) throws PayloadException {
        count.increment();
        return (Integer) numbers.read(task) + 1;
    }
}
