package io.trireme.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.smallrye.common.vertx.VertxContext;
import io.trireme.Snooze;
import io.trireme.testing.PlainTask;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class IncomingChannelTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final IncomingChannel channel = new IncomingChannel("images", VERTX);

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** A task whose partition may be given up. */
    private static final class Numbered implements PlainTask {
        private final int number;
        private volatile boolean abandoned;

        private Numbered(int number) {
            this.number = number;
        }

        @Override
        public Optional<byte[]> payload() {
            return Optional.of(new byte[] {(byte) number});
        }

        @Override
        public boolean abandoned() {
            return abandoned;
        }
    }

    /** An attempt on a virtual thread of its own. */
    private record Attempted(Thread thread, FutureTask<Object> result) {
        Object end() throws Exception {
            return result.get(10, TimeUnit.SECONDS);
        }

        Throwable thrown() {
            return catchThrowable(this::end).getCause();
        }
    }

    private Attempted attempt(Numbered task) {
        var result = new FutureTask<>(() -> channel.take(task));
        return new Attempted(Thread.ofVirtual().start(result), result);
    }

    private Attempted attempt(int number) {
        return attempt(new Numbered(number));
    }

    /** An attempt that waits in the channel, or for its message. */
    private Attempted waiting(Numbered task) {
        Attempted attempt = attempt(task);
        await().until(() -> attempt.thread.getState() == Thread.State.WAITING);
        return attempt;
    }

    private static int number(Message<?> message) {
        return ((byte[]) message.getPayload())[0];
    }

    @Test
    void a_message_comes_when_it_is_asked_for_and_its_attempt_ends_with_its_ack() throws Exception {
        Taker taker = Taker.of(channel);
        Attempted first = waiting(new Numbered(1));
        Attempted second = waiting(new Numbered(2));
        assertThat(taker.hasNone()).isTrue();

        taker.subscription().request(1);
        Message<?> message = taker.next();
        message.ack();

        assertThat(number(message)).isEqualTo(1);
        assertThat(first.end()).isNull();
        assertThat(taker.hasNone()).isTrue();
        taker.subscription().request(1);
        taker.next().ack();
        assertThat(second.end()).isNull();
    }

    @Test
    void the_subscriber_is_called_on_one_loop_and_each_message_has_a_context_of_its_own() throws Exception {
        var contexts = new Context[2];
        var threads = new Thread[2];
        var came = new CountDownLatch(2);
        var taker = new Taker() {
            @Override
            public void onNext(Message<?> message) {
                int turn = (int) came.getCount() - 1;
                contexts[turn] = Vertx.currentContext();
                threads[turn] = Thread.currentThread();
                message.ack();
                came.countDown();
            }
        };
        channel.subscribe(taker);
        taker.subscription().request(2);

        attempt(1).end();
        attempt(2).end();

        assertThat(came.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(threads[0]).isSameAs(threads[1]);
        assertThat(contexts[0]).isNotSameAs(contexts[1]).satisfies(VertxContext::isDuplicatedContext);
    }

    @Test
    void a_refused_message_fails_its_attempt_with_the_reason_itself() throws Exception {
        Taker taker = Taker.of(channel);
        taker.subscription().request(1);
        Attempted attempt = attempt(1);

        var reason = new IOException("full");
        taker.next().nack(new CompletionException(reason));

        assertThat(attempt.thrown()).isSameAs(reason);
    }

    @Test
    void the_first_ack_or_nack_counts_and_later_ones_succeed_too() throws Exception {
        Taker taker = Taker.of(channel);
        taker.subscription().request(1);
        Attempted attempt = attempt(1);

        Message<?> message = taker.next();
        message.ack();
        assertThat(message.nack(new IOException("late"))).isCompleted();
        assertThat(message.ack()).isCompleted();

        assertThat(attempt.end()).isNull();
    }

    @Test
    void an_interrupt_withdraws_what_was_not_handed() throws Exception {
        Taker taker = Taker.of(channel);
        Attempted interrupted = waiting(new Numbered(1));
        waiting(new Numbered(2));

        interrupted.thread.interrupt();

        assertThat(interrupted.thrown()).isInstanceOf(InterruptedException.class);
        taker.subscription().request(2);
        assertThat(number(taker.next())).isEqualTo(2);
    }

    @Test
    void an_attempt_whose_message_is_out_waits_for_it_whoever_interrupts() throws Exception {
        Taker taker = Taker.of(channel);
        taker.subscription().request(1);
        Attempted attempt = waiting(new Numbered(1));
        Message<?> message = taker.next();

        attempt.thread.interrupt();
        await().until(() -> !attempt.thread.isInterrupted()); // it has seen it
        assertThat(attempt.result.isDone()).isFalse();
        message.ack();

        assertThat(attempt.end()).isNull();
    }

    @Test
    void what_waits_of_a_partition_that_is_given_up_is_given_back_as_no_attempt() throws Exception {
        Taker taker = Taker.of(channel);
        var task = new Numbered(1);
        Attempted attempt = waiting(task);

        task.abandoned = true;

        assertThat(attempt.thrown()).isInstanceOf(Snooze.class);
        taker.subscription().request(1);
        attempt(2);
        assertThat(number(taker.next())).isEqualTo(2);
    }

    @Test
    void what_waits_when_a_subscriber_cancels_goes_to_the_next_one_and_the_probes_say_so() throws Exception {
        Taker gone = Taker.of(channel);
        gone.subscription().cancel();
        await().until(() -> channel.trouble().isPresent());
        Attempted attempt = waiting(new Numbered(1));
        assertThat(channel.trouble()).get().asString().contains("cancelled or failed");

        Taker next = Taker.of(channel);
        next.subscription().request(1);
        next.next().ack();

        assertThat(attempt.end()).isNull();
        assertThat(channel.trouble()).isEmpty();
        gone.subscription().request(1);
        assertThat(gone.hasNone()).isTrue();
    }

    @Test
    void a_second_subscriber_is_refused() {
        Taker.of(channel);

        Taker second = Taker.of(channel);

        assertThat(second.failure()).hasMessageContaining("broadcast=true");
    }

    @Test
    void a_subscriber_that_throws_is_not_called_again_and_the_attempt_fails() {
        var broken = new Taker() {
            @Override
            public void onNext(Message<?> message) {
                throw new IllegalStateException("broken");
            }
        };
        channel.subscribe(broken);
        broken.subscription().request(2);

        assertThat(attempt(1).thrown()).hasMessage("broken");
        assertThat(channel.trouble()).isPresent();
    }

    @Test
    void a_subscriber_that_asks_for_the_next_one_while_it_is_called_is_not_called_again_within() throws Exception {
        var depth = new AtomicInteger();
        var deepest = new AtomicInteger();
        var greedy = new Taker() {
            @Override
            public void onNext(Message<?> message) {
                deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
                subscription().request(1);
                depth.decrementAndGet();
                message.ack();
            }
        };
        channel.subscribe(greedy);
        Attempted first = waiting(new Numbered(1));
        Attempted second = waiting(new Numbered(2));

        greedy.subscription().request(1);

        first.end();
        second.end();
        assertThat(deepest).hasValue(1);
    }

    @Test
    void who_asks_for_nothing_is_told() {
        Taker taker = Taker.of(channel);

        taker.subscription().request(0);

        assertThat(taker.failure()).hasMessageContaining("asked for 0");
    }
}
