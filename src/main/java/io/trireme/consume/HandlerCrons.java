package io.trireme.consume;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.trireme.schedule.CronJob;
import io.trireme.schedule.Schedule;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Sets the cron rules that stand beside the handlers of this process, each time that it starts: setting a rule that is there
 * changes nothing. While nobody holds timers in this cluster, or the brokers are away, it tries again and says so once ({@link UnsetCrons}).
 *
 * <p>The thread that starts the application begins it; one of its own does it, so that the start waits for nobody.
 */
@ApplicationScoped
class HandlerCrons {
    private static final Logger LOG = Logger.getLogger(HandlerCrons.class);
    private static final int AFTER_THE_CONSUMERS = 3_000;
    private static final Duration TRIES_AGAIN_AFTER = Duration.ofSeconds(5);

    private final HandlerRegistry handlers;
    private final Consumers consumers;
    private final Schedule schedule;
    private final CountDownLatch stop = new CountDownLatch(1);

    HandlerCrons(HandlerRegistry handlers, Consumers consumers, Schedule schedule) {
        this.handlers = handlers;
        this.consumers = consumers;
        this.schedule = schedule;
    }

    void onStart(@Observes @Priority(AFTER_THE_CONSUMERS) StartupEvent event) {
        List<Handler> theirs = handlers.all().stream()
                .filter(handler -> handler.cron().isPresent())
                .filter(handler -> consumers.queues().contains(handler.queue()))
                .toList();
        if (!theirs.isEmpty()) {
            var unset = new UnsetCrons(theirs, this::set);
            Thread.ofVirtual().name("trireme-cron").start(() -> setAll(unset));
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        stop.countDown();
    }

    private void setAll(UnsetCrons unset) {
        try {
            while (!unset.tryAll()) {
                if (stop.await(TRIES_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException | InterruptException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void set(Handler handler) {
        HandlerCron cron = handler.cron().orElseThrow();
        CronJob job = cron.job(handler.queue(), handler.type());
        schedule.addCron(job, cron.value());
        LOG.infof("Cron rule %s of %s: %s, %s", job.name(), handler.name(), job.rule(), job.zone());
    }
}
