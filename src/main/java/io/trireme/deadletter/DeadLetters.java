package io.trireme.deadletter;

import io.trireme.deadletter.DeadLetter.Detail;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes dead letters, and does not rest until the brokers have them.
 *
 * <p>A write that fails is tried again with a growing pause for as long as its {@link Burial} wants it: no outcome is
 * dropped in silence, and what holds a queue up is kept in {@link #troubles()} for health to tell. A letter that is too
 * large goes without its stack.
 *
 * <p>Threading: called by the runners' threads; answers come on the producer's thread or the timer's.
 */
public final class DeadLetters implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** The one who waits for a letter to be buried. */
    public interface Burial {
        /** Whether the letter still is to be written. */
        boolean wanted();

        /** A write failed; another one follows. */
        void heldUp();

        /** The brokers have the letter. */
        void buried();

        /** It is no longer wanted and was not written. */
        void givenUp();
    }

    private final Supplier<Producer<byte[], byte[]>> opens;
    private final String worker;
    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>(); // by queue, so bounded by the queues
    private @Nullable Producer<byte[], byte[]> producer; // guarded by this

    /**
     * @param opens opens the producer when the first letter comes; most processes never need it
     * @param worker the name of this process
     */
    public DeadLetters(
            Supplier<Producer<byte[], byte[]>> opens,
            String worker,
            ScheduledExecutorService timer,
            InstantSource clock) {
        this.opens = opens;
        this.worker = worker;
        this.timer = timer;
        this.clock = clock;
    }

    /** Why letters of a queue are not taken at present, by queue. */
    public Map<String, String> troubles() {
        return troubles.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, trouble -> trouble.getValue().text()));
    }

    /** Writes the letter and tells {@code burial} when the brokers have it. Returns at once as a rule. */
    public void bury(DeadLetter letter, Burial burial) {
        write(letter, burial, Detail.FULL, FIRST_PAUSE);
    }

    private void write(DeadLetter letter, Burial burial, Detail detail, Duration pause) {
        if (!burial.wanted()) {
            burial.givenUp();
            return;
        }
        try {
            producer().send(letter.toRecord(detail, worker, clock.instant()), (metadata, failure) -> {
                if (failure == null) {
                    troubles.remove(letter.record().topic());
                    burial.buried();
                } else {
                    failed(letter, burial, detail, pause, failure);
                }
            });
        } catch (RuntimeException failure) { // the client's, or of a letter that cannot be made: never silence
            failed(letter, burial, detail, pause, failure);
        }
    }

    private void failed(DeadLetter letter, Burial burial, Detail detail, Duration pause, Exception failure) {
        boolean shorter = failure instanceof RecordTooLargeException && detail == Detail.FULL;
        if (!shorter) {
            burial.heldUp();
            var trouble = new Trouble(
                    failure.getClass(), "dead letter " + letter.id() + " is not taken: " + failure.getMessage());
            Trouble before = troubles.put(letter.record().topic(), trouble);
            if (before == null || before.kind() != trouble.kind()) { // else each try of each letter would be a line
                LOG.warnf(
                        "Queue %s: %s; its offset %d of partition %d is held and the write is tried again.",
                        letter.record().topic(),
                        trouble.text(),
                        letter.record().offset(),
                        letter.record().partition());
            }
        }
        Duration longer = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        timer.schedule(
                () -> write(letter, burial, shorter ? Detail.WITHOUT_STACK : detail, longer),
                shorter ? 0 : pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = opens.get();
        }
        return producer;
    }

    /** Waits for the letters under way, a bounded time. */
    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }

    /** Why letters of a queue are not taken: as a kind, to tell news from the same again, and for people. */
    private record Trouble(Class<?> kind, String text) {}
}
