package io.trireme.deadletter;

import io.trireme.deadletter.DeadLetter.Detail;
import io.trireme.wire.Deliveries;
import io.trireme.wire.Topics;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes dead letters, and does not rest until the brokers have them: {@link Deliveries}. A letter that is too large goes
 * without its stack. Any thread.
 */
public final class DeadLetters {
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

    private final Deliveries deliveries;
    private final String worker;
    private final InstantSource clock;

    /** @param worker the name of this process */
    public DeadLetters(Deliveries deliveries, String worker, InstantSource clock) {
        this.deliveries = deliveries;
        this.worker = worker;
        this.clock = clock;
    }

    /** Writes the letter and tells {@code burial} when the brokers have it. Returns at once as a rule. */
    public void bury(DeadLetter letter, Burial burial) {
        deliveries.deliver(new Delivery(letter, burial));
    }

    /** Used by the producer's thread and the timer's, in turn. */
    private final class Delivery implements Deliveries.Delivery {
        private final DeadLetter letter;
        private final Burial burial;
        private Detail detail = Detail.FULL;

        private Delivery(DeadLetter letter, Burial burial) {
            this.letter = letter;
            this.burial = burial;
        }

        @Override
        public ProducerRecord<byte[], byte[]> record() {
            return letter.toRecord(detail, worker, clock.instant());
        }

        @Override
        public String topic() {
            return Topics.deadLetters(letter.record().topic());
        }

        @Override
        public ConsumerRecord<byte[], byte[]> task() {
            return letter.record();
        }

        @Override
        public String what() {
            return "dead letter " + letter.id();
        }

        @Override
        public boolean wanted() {
            return burial.wanted();
        }

        @Override
        public Deliveries.TooLarge tooLarge() {
            if (detail == Detail.FULL) {
                detail = Detail.WITHOUT_STACK;
                return Deliveries.TooLarge.MADE_SMALLER;
            }
            return Deliveries.TooLarge.HELD;
        }

        @Override
        public void heldUp() {
            burial.heldUp();
        }

        @Override
        public void delivered() {
            burial.buried();
        }

        @Override
        public void givenUp() {
            burial.givenUp();
        }
    }
}
