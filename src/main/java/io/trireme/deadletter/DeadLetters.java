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
    private final Deliveries deliveries;
    private final String worker;
    private final InstantSource clock;

    /** @param worker the name of this process */
    public DeadLetters(Deliveries deliveries, String worker, InstantSource clock) {
        this.deliveries = deliveries;
        this.worker = worker;
        this.clock = clock;
    }

    /** Writes the letter and tells {@code waiter} when the brokers have it. Returns at once as a rule. */
    public void bury(DeadLetter letter, Deliveries.Waiter waiter) {
        deliveries.deliver(new Delivery(letter, waiter));
    }

    /** Used by the producer's thread and the timer's, in turn. */
    private final class Delivery implements Deliveries.Awaited {
        private final DeadLetter letter;
        private final Deliveries.Waiter waiter;
        private Detail detail = Detail.FULL;

        private Delivery(DeadLetter letter, Deliveries.Waiter waiter) {
            this.letter = letter;
            this.waiter = waiter;
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
        public Deliveries.Waiter waiter() {
            return waiter;
        }

        @Override
        public Deliveries.TooLarge tooLarge() {
            if (detail == Detail.FULL) {
                detail = Detail.WITHOUT_STACK;
                return Deliveries.TooLarge.MADE_SMALLER;
            }
            return Deliveries.TooLarge.HELD;
        }
    }
}
