package io.trireme.bench.smallrye;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.trireme.bench.measure.Setup;
import io.trireme.bench.measure.Work;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The JVM of SmallRye's connector: works on the topic once, says what it came to, and ends. */
@QuarkusMain
public final class SmallRye implements QuarkusApplication {
    private final Work work;

    SmallRye(Work work) {
        this.work = work;
    }

    /** Picks the channel before Quarkus reads its settings. */
    public static void main(String... arguments) {
        Setup setup = Setup.fromProperties();
        String channel = "mp.messaging.incoming." + setup.ordering();
        System.setProperty("kafka.bootstrap.servers", setup.bootstrap());
        System.setProperty(channel + ".enabled", "true");
        System.setProperty(channel + ".topic", setup.topic());
        System.setProperty(channel + ".group.id", setup.group());
        Quarkus.run(SmallRye.class, arguments);
    }

    @Override
    public int run(String... arguments) throws InterruptedException {
        System.out.println(work.await().line());
        return 0;
    }

    @Produces
    @Singleton
    static Work work() {
        return Work.of(Setup.fromProperties());
    }
}
