package io.trireme.consume;

import io.trireme.TaskContext;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PayloadException;
import io.trireme.wire.PayloadReader;
import java.util.List;

/** Makes the arguments for one call of a handler's method. The way is chosen once, by the form of its parameters. */
@FunctionalInterface
interface HandlerArguments {
    /** The arguments in order; the caller may not change the array, which may be shared. */
    Object[] of(TaskContext task) throws PayloadException;

    /** The way for a method without payload parameter. */
    static HandlerArguments none(HandlerSpec spec) {
        Object[] nothing = {};
        return spec.contextPosition() < 0 ? task -> nothing : task -> new Object[] {task};
    }

    /** The way for a method with one payload parameter, which takes the whole payload. */
    static HandlerArguments whole(HandlerSpec spec, PayloadReader reader) {
        return switch (spec.contextPosition()) {
            case -1 -> task -> new Object[] {reader.read(task)};
            case 0 -> task -> new Object[] {task, reader.read(task)};
            default -> task -> new Object[] {reader.read(task), task};
        };
    }

    /** The way for a method with several payload parameters, which take the elements of an array. */
    static HandlerArguments elements(HandlerSpec spec, PayloadReader reader) {
        int position = spec.contextPosition();
        if (position < 0) {
            return task -> (Object[]) reader.read(task);
        }
        int count = spec.parameters().size();
        return task -> {
            var elements = (Object[]) reader.read(task);
            var arguments = new Object[count];
            System.arraycopy(elements, 0, arguments, 0, position);
            arguments[position] = task;
            System.arraycopy(elements, position, arguments, position + 1, elements.length - position);
            return arguments;
        };
    }

    /** What reads the payload of such a handler. */
    static PayloadReader reader(HandlerSpec spec, PayloadCodec codec) {
        List<String> payloads = spec.payloads();
        return payloads.size() == 1 ? codec.reader(payloads.getFirst()) : codec.arrayReader(payloads);
    }
}
