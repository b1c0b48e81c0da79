package io.trireme.state;

import io.trireme.streams.MapStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A partition of the command topic, with its shard behind it: what is appended is carried out at once. */
final class Log {
    private static final long LEASE = 10_000;

    final MapStore store = new MapStore();
    final Shard shard = new Shard(store);
    private final Map<String, Map<Long, Reply>> answers = new HashMap<>();
    private long offset;

    List<Reply> append(Command command) {
        List<Reply> replies = shard.apply(offset, 1_000 + offset, command);
        offset++;
        for (Reply reply : replies) {
            if (reply.outcome() != Outcome.WAITS) {
                answers.computeIfAbsent(reply.session(), any -> new HashMap<>()).put(reply.number(), reply);
            }
        }
        return replies;
    }

    /** What lies in the store but how it is written. */
    int leftBehind() {
        return store.size() - (store.get(Keys.format()).isPresent() ? 1 : 0);
    }

    /** The offset of the command that was appended last. */
    long last() {
        return offset - 1;
    }

    Caller open(String session) {
        append(Command.of(Verb.OPEN, session, LEASE));
        return new Caller(session);
    }

    /** As the owner does it when it has heard nothing since then. */
    List<Reply> expire(String session) {
        long renewed = shard.session(session).map(Session::renewed).orElse(-1L);
        return append(Command.of(Verb.EXPIRE, session, renewed));
    }

    /** One session. */
    final class Caller {
        final String session;
        private long number;
        private final List<Command> sent = new ArrayList<>();

        private Caller(String session) {
            this.session = session;
        }

        /** Calls; the answer may come later. */
        Call call(Command command) {
            Command numbered = command.from(session, ++number, acknowledged(), 0);
            sent.add(numbered);
            append(numbered);
            return new Call(session, number);
        }

        /** The same record once more, as after a lost reply. */
        List<Reply> repeat() {
            return append(sent.getLast());
        }

        void withdraw(Call call) {
            append(Command.of(Verb.WITHDRAW, session, call.number));
        }

        private long acknowledged() {
            Map<Long, Reply> known = answers.getOrDefault(session, Map.of());
            for (long call = 1; call <= number; call++) {
                if (!known.containsKey(call)) {
                    return call;
                }
            }
            return number + 1;
        }
    }

    /** What became of a call. */
    final class Call {
        private final String session;
        private final long number;

        private Call(String session, long number) {
            this.session = session;
            this.number = number;
        }

        Optional<Reply> reply() {
            return Optional.ofNullable(answers.getOrDefault(session, Map.of()).get(number));
        }

        boolean waits() {
            return reply().isEmpty();
        }

        Outcome outcome() {
            return reply().orElseThrow(() -> new AssertionError("it still waits"))
                    .outcome();
        }

        long amount() {
            return reply().orElseThrow(() -> new AssertionError("it still waits"))
                    .amount();
        }

        String value() {
            return reply().orElseThrow(() -> new AssertionError("it still waits"))
                    .value();
        }
    }
}
