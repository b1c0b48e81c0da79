package io.trireme.state;

import com.fasterxml.jackson.core.type.TypeReference;
import io.trireme.streams.StreamsStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The shell of {@link Shard} in Kafka Streams: commands in, replies out, one partition. What a command changes and how far
 * the log was read are committed in one transaction, now and then; replies go out at once, apart from it, and before the store
 * is written to.
 *
 * <ul>
 *   <li>Crash before the commit: the next owner begins where the last commit left off, carries the same commands out from the
 *       same state, and gives the same replies once more. Callers drop what they know.
 *   <li>Crash after the commit, with replies not yet at the brokers: callers ask again and get the answers kept.
 *   <li>A zombie (paused, cut off, its partition given away): its commit is refused, by the group's generation or since its
 *       transaction timed out, so that it overwrites nothing. What it answers meanwhile is right: it has the log up to
 *       there, and the new owner answers the same. What it takes for the end of a session is void if the session was renewed.
 *   <li>A clock that jumps: see {@link Leases}; nothing else looks at one.
 * </ul>
 */
final class StateProcessor implements Processor<byte[], byte[], Void, Void> {
    /** How often leases are looked at: a dead holder is found out so much later at most. */
    private static final Duration LOOK_AT_LEASES = Duration.ofMillis(200);

    private static final Duration LOOK_AT_OBJECTS = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(StateProcessor.class);

    private final String storeName;
    private final Outbox outbox;
    private final LongSupplier nanoTime;
    private final StateCounters counters;
    private final Leases leases = new Leases();
    private @Nullable Shard shard;
    private @Nullable LateWrites store;
    private @Nullable ProcessorContext<Void, Void> context;
    private List<Cancellable> punctuators = List.of();
    private int shown; // of sessions, in the counters

    StateProcessor(String storeName, Outbox outbox, LongSupplier nanoTime, StateCounters counters) {
        this.storeName = storeName;
        this.outbox = outbox;
        this.nanoTime = nanoTime;
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<Void, Void> given) {
        context = given;
        var opened = new LateWrites(new StreamsStore(given.getStateStore(storeName)));
        var made = new Shard(opened);
        store = opened;
        shard = made;
        made.sessions().forEach((id, session) -> leases.heard(id, session, nanoTime.getAsLong()));
        punctuators = List.of(
                given.schedule(LOOK_AT_LEASES, PunctuationType.WALL_CLOCK_TIME, ignored -> lookAtLeases()),
                given.schedule(LOOK_AT_OBJECTS, PunctuationType.WALL_CLOCK_TIME, ignored -> lookAtObjects()));
        show(leases.size());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = ready(context).recordMetadata().orElseThrow();
        Optional<Command> command = record.value() == null ? Optional.empty() : Command.decode(record.value());
        if (command.isEmpty()) {
            skip(at);
            return;
        }
        Shard core = ready(shard);
        Command known = command.get();
        for (Reply reply : core.apply(at.offset(), record.timestamp(), known)) {
            outbox.reply(at.partition(), reply);
        }
        ready(store).write();
        counters.carriedOut(known);
        if (known.verb().ofSession()) {
            follow(core, known);
        }
    }

    private void follow(Shard core, Command command) {
        Optional<Session> session = core.session(command.session());
        if (session.isEmpty()) {
            leases.ended(command.session());
        } else if (command.verb() == Verb.OPEN || command.verb() == Verb.RENEW) {
            leases.heard(command.session(), session.get(), nanoTime.getAsLong());
        }
        if (session.isEmpty() && command.verb() == Verb.EXPIRE) {
            counters.expired().increment();
        }
        show(leases.size());
    }

    private void skip(RecordMetadata at) {
        counters.unusable().increment();
        if (counters.budget().allows()) {
            LOG.warnf(
                    "Skipped %s-%d-%d, which is no command that this version knows%s",
                    at.topic(), at.partition(), at.offset(), counters.budget().suppressed());
        }
    }

    private void lookAtLeases() {
        for (Command end : leases.overdue(nanoTime.getAsLong())) {
            outbox.append(partition(), end);
        }
    }

    /** The first ones only: it is to be cheap however many there are. */
    private void lookAtObjects() {
        Command list = Command.of(Kind.LOCK, "", Verb.LIST);
        String page = ready(shard).apply(0, 0, list).getFirst().value();
        counters.sights().saw(partition(), Json.read(page, new TypeReference<List<Summary>>() {}));
    }

    private int partition() {
        return ready(context).taskId().partition();
    }

    private void show(int sessions) {
        counters.sessions().add(sessions - shown);
        shown = sessions;
    }

    @Override
    public void close() {
        show(0);
        if (context != null) {
            counters.sights().forget(partition());
        }
        punctuators.forEach(Cancellable::cancel);
    }

    private static <T> T ready(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the processor was not initialised");
        }
        return part;
    }
}
