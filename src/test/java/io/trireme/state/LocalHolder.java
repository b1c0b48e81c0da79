package io.trireme.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.Turns;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * The holder of shared state and the brokers between it and its clients, without either: one partition, where what is sent is
 * carried out at once. Answers are delivered at once too, or wait. Clients renew so rarely that no test sees it. Used by one
 * thread after the other.
 */
final class LocalHolder {
    /** Answers come by themselves. */
    static final Turns NOTHING_TO_READ = Turns.ofNothing();

    private static final Duration LEASE = Duration.ofHours(1);

    final Log log = new Log();
    final List<Command> sent = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<String, Reply.Delivery>> readers = new ArrayList<>();
    private final Queue<Reply> onTheirWay = new ArrayDeque<>();
    private boolean late;

    /** A process of its own, whose continuations run so. */
    SharedState client(Executor continuations) {
        return client(continuations, LEASE);
    }

    /** The same under such a lease. */
    SharedState client(Executor continuations, Duration lease) {
        StateClient.Opening opening = (id, whom) -> {
            readers.add(whom);
            return new LocalLink();
        };
        return new SharedState(
                new StateClient(opening, lease, LEASE, continuations), new PayloadCodec(new ObjectMapper()));
    }

    private final class LocalLink implements Link {
        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public int replyTo() {
            return 0;
        }

        @Override
        public void send(int partition, Command command) {
            append(command);
            sent.add(command);
        }

        @Override
        public Turns turns() {
            return NOTHING_TO_READ;
        }

        @Override
        public void close() {}
    }

    private void append(Command command) {
        onTheirWay.addAll(log.append(command));
        if (!late) {
            deliver();
        }
    }

    /** From now on answers are on their way. */
    void holdUp() {
        late = true;
    }

    /** All answers arrive, and from now on at once. */
    void deliver() {
        late = false;
        for (Reply reply = onTheirWay.poll(); reply != null; reply = onTheirWay.poll()) {
            say(reply);
        }
    }

    /** This answer arrives. */
    void say(Reply reply) {
        readers.forEach(reader -> reader.accept(reply.session(), new Reply.Delivery(0, reply)));
    }

    /** That the last call that was sent is one too many. */
    void sayTooMany() {
        Command call = sent.getLast();
        say(new Reply(0, call.session(), call.number(), Outcome.TOO_MANY_CALLS, 0, ""));
    }

    /** Everybody lost their lease. */
    void expireAll() {
        log.shard.sessions().forEach((id, session) -> append(Command.of(Verb.EXPIRE, id, session.renewed())));
    }
}
