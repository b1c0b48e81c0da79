package io.trireme.child;

import io.trireme.ThrownElsewhere;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown, to bytes and back: names and texts, of which no class is made. Bounded in depth and length: of what does
 * not fit less is told. Pure.
 */
final class ThrownCodec {
    /** Most bytes of it: any frame has room for so many, since {@code process.max-message-bytes} is no smaller than a mebibyte. */
    static final int LONGEST = 512 << 10;

    private static final int MOST_FRAMES = 200;
    private static final int MOST_TYPES = 50;

    /** How much is told: all of it, else less, else as much as fits in any case. */
    private static final List<Detail> DETAILS =
            List.of(new Detail(10, MOST_FRAMES, 16_384), new Detail(3, 40, 2_000), new Detail(0, 0, 500));

    /**
     * How much is told.
     *
     * @param causes how deep
     * @param frames of each stack
     * @param message characters of each message
     */
    private record Detail(int causes, int frames, int message) {}

    private ThrownCodec() {}

    static void pack(Packer packer, Throwable thrown) {
        int begin = packer.size();
        for (Detail detail : DETAILS) {
            packer.cutTo(begin);
            pack(packer, thrown, detail, detail.causes());
            if (packer.size() - begin <= LONGEST) {
                return;
            }
        }
    }

    private static void pack(Packer packer, Throwable thrown, Detail detail, int causes) {
        List<String> types = types(thrown);
        packer.number(types.size());
        types.forEach(packer::text);
        packer.text(told(thrown::getMessage, detail.message()));
        StackTraceElement[] stack = thrown.getStackTrace();
        int frames = Math.min(stack.length, detail.frames());
        packer.number(frames);
        for (int i = 0; i < frames; i++) {
            packer.text(stack[i].getModuleName())
                    .text(stack[i].getClassName())
                    .text(stack[i].getMethodName())
                    .text(stack[i].getFileName())
                    .number(stack[i].getLineNumber());
        }
        Throwable cause = causes == 0 ? null : cause(thrown);
        packer.number(cause == null ? 0 : 1);
        if (cause != null) {
            pack(packer, cause, detail, causes - 1);
        }
    }

    private static List<String> types(Throwable thrown) {
        if (thrown instanceof ThrownElsewhere elsewhere) { // at the second border
            return elsewhere.types();
        }
        var types = new ArrayList<String>();
        for (Class<?> type = thrown.getClass();
                type != null && types.size() < MOST_TYPES;
                type = type.getSuperclass()) {
            types.add(type.getName());
        }
        return types;
    }

    /** What the exception says of itself; it is the user's, and may throw while it does. */
    private static @Nullable String told(Supplier<@Nullable String> what, int longest) {
        try {
            String message = what.get();
            return message == null || message.length() <= longest ? message : message.substring(0, longest) + "…";
        } catch (RuntimeException broken) {
            return "(the exception cannot tell: " + broken.getClass().getName() + ")";
        }
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (RuntimeException broken) {
            return null;
        }
    }

    static ThrownElsewhere unpack(Unpacker body) throws IOException {
        int count = body.number();
        if (count < 1) {
            throw new IOException("something was thrown that has no type");
        }
        var types = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            types.add(body.text());
        }
        String message = body.optionalText().orElse(null);
        var stack = new StackTraceElement[frames(body.number())];
        for (int i = 0; i < stack.length; i++) {
            stack[i] = new StackTraceElement(
                    null,
                    body.optionalText().orElse(null),
                    null,
                    body.text(),
                    body.text(),
                    body.optionalText().orElse(null),
                    body.number());
        }
        ThrownElsewhere cause = body.number() == 0 ? null : unpack(body);
        return new ThrownElsewhere(types, message, stack, cause);
    }

    private static int frames(int count) throws IOException {
        if (count < 0 || count > MOST_FRAMES) {
            throw new IOException("a stack of " + count + " frames");
        }
        return count;
    }
}
