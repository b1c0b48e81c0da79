package io.trireme.child;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What was added to one meter of a child since that told last.
 *
 * @param tags by key
 * @param count how often it was recorded; nothing of a counter or a gauge
 * @param amount by how much: of a timer nanoseconds; of a gauge what it shows, which is no number when it shows nothing any more
 */
public record Measured(
        Kind kind,
        String name,
        Map<String, String> tags,
        Optional<String> unit,
        Optional<String> description,
        long count,
        double amount) {
    /** The kinds of meters that go from a child to its parent. */
    public enum Kind {
        COUNTER,
        TIMER,
        SUMMARY,
        GAUGE
    }

    public Measured {
        tags = Map.copyOf(tags);
    }

    void pack(Packer packer) {
        packer.number(kind.ordinal())
                .text(name)
                .texts(tags)
                .text(unit.orElse(null))
                .text(description.orElse(null))
                .number(count)
                .number(Double.doubleToLongBits(amount));
    }

    static Measured unpack(Unpacker body) throws IOException {
        int kind = body.number();
        if (kind < 0 || kind >= Kind.values().length) {
            throw new IOException("a meter of kind " + kind);
        }
        return new Measured(
                Kind.values()[kind],
                body.text(),
                body.texts(),
                body.optionalText(),
                body.optionalText(),
                body.longNumber(),
                Double.longBitsToDouble(body.longNumber()));
    }
}
