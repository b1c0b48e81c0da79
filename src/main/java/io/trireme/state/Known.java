package io.trireme.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session knows of its earlier calls to a partition. It says so with each call, so that what it knows can be forgotten.
 *
 * @param answered it knows the answers of all calls below this number
 * @param told of all calls below this number it knows the answers, or that they wait
 * @param late numbers of calls behind {@code answered} that may have waited, and whose answers it knows as well
 */
record Known(long answered, long told, List<Long> late) {
    Known {
        late = List.copyOf(late);
    }

    /** All answers below this number, and no others. */
    static Known below(long number) {
        return new Known(number, number, List.of());
    }

    void write(ObjectNode command) {
        if (answered != 0) {
            command.put("acknowledged", answered);
        }
        if (told != answered) {
            command.put("told", told);
        }
        if (!late.isEmpty()) {
            late.forEach(command.putArray("late")::add);
        }
    }

    static Known read(JsonNode command) {
        long answered = command.path("acknowledged").asLong();
        var late = new ArrayList<Long>();
        command.path("late").forEach(number -> late.add(number.asLong()));
        return new Known(answered, command.path("told").asLong(answered), late);
    }

    boolean isSound() {
        return answered >= 0 && told >= answered && late.size() <= Limits.LATE;
    }
}
