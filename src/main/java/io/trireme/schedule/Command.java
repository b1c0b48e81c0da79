package io.trireme.schedule;

import io.trireme.TriremeException;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What a record of {@code trireme.schedule} asks for; its key is the task's id. */
sealed interface Command {
    /** What the envelope is made of: these headers are gone when the task goes to its queue. */
    Set<String> ENVELOPE = Set.of(Headers.DUE, Headers.TARGET_QUEUE, Headers.TARGET_KEY);

    /** Set a timer, in place of one with the same id. */
    record Put(Timer timer, Optional<Rank> rank) implements Command {}

    /** Set a cron rule, in place of one with the same name; the timer has no due time yet. */
    record Register(Timer timer) implements Command {}

    /** Forget the timer with this id, if there is one. */
    record Cancel(String id) implements Command {}

    /** Cannot be read; says why. */
    record Unusable(String why) implements Command {}

    /** Reads a record: one without value and without a due time cancels. Never throws. */
    static Command read(byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        if (key == null || key.length == 0) {
            return new Unusable("it has no key, which is the task's id");
        }
        String id;
        try {
            id = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException unreadable) {
            return new Unusable("its key, the task's id, is not UTF-8");
        }
        var kept = new ArrayList<Header>();
        Optional<String> due = Optional.empty();
        Optional<String> queue = Optional.empty();
        byte[] target = null;
        for (Header header : headers) {
            if (header.key().equals(Headers.TARGET_KEY)) {
                target = header.value();
            } else if (header.key().equals(Headers.DUE)) {
                due = text(header);
            } else if (header.key().equals(Headers.TARGET_QUEUE)) {
                queue = text(header);
            } else {
                kept.add(header);
            }
        }
        boolean cron = id.startsWith(CronEntry.PREFIX)
                && kept.stream().anyMatch(header -> header.key().equals(Headers.CRON));
        if (due.isEmpty() && !cron) {
            return value == null ? new Cancel(id) : new Unusable("it has no header " + Headers.DUE);
        }
        if (queue.isEmpty() || !Topics.isQueue(queue.get())) {
            return new Unusable("its header " + Headers.TARGET_QUEUE + " names no queue: " + queue.orElse("(absent)"));
        }
        if (cron) {
            // Its due time follows from the rule; what it has decided is not for the record to say.
            kept.removeIf(header -> header.key().equals(Headers.CRON_SINCE));
            return register(new Timer(id, queue.get(), Instant.EPOCH, target, value, kept));
        }
        return put(id, queue.get(), due.get(), target, value, kept);
    }

    private static Command register(Timer timer) {
        try {
            CronEntry.of(timer, new CronRules(), Instant.EPOCH);
            return new Register(timer);
        } catch (TriremeException wrong) {
            return new Unusable(String.valueOf(wrong.getMessage()));
        }
    }

    private static Command put(
            String id, String queue, String due, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        if (id.startsWith(CronEntry.PREFIX)) {
            return new Unusable(
                    "its id begins with " + CronEntry.PREFIX + ", as those of cron rules do, and it is none");
        }
        Instant at;
        try {
            at = Instant.parse(due);
            TimerKeys.millis(at);
        } catch (DateTimeException | ArithmeticException unreadable) {
            return new Unusable("its header " + Headers.DUE + " is no point in time like 2030-01-31T12:00:00Z: " + due);
        }
        // A time before 1970 is as due as 1970, and durations since then cannot overflow.
        var timer = new Timer(id, queue, at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at, key, value, headers);
        try {
            return new Put(timer, Rank.of(timer));
        } catch (NumberFormatException unreadable) {
            return new Unusable("its header " + Headers.ATTEMPT + ", " + Headers.RETURNS + " or " + Headers.REDRIVEN
                    + " is no number");
        }
    }

    private static Optional<String> text(Header header) {
        return Optional.ofNullable(header.value()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
