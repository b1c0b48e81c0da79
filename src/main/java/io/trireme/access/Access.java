package io.trireme.access;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.identity.SecurityIdentity;
import io.trireme.TriremeConfig;
import io.trireme.wire.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;

/**
 * Who calls. Without {@code trireme.http.tokens-file} anybody may do everything, so HTTP then starts on loopback only.
 *
 * <p>Any thread; the file is looked at by {@code trireme-tokens}.
 */
@Singleton
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
public final class Access {
    /** A changed file is in force after so long at most, and what it takes to read it. */
    private static final int LOOK_EVERY_SECONDS = 2;

    private static final int BEFORE_ALL_OTHERS = 1;

    private final SecurityIdentity caller; // of the request that asks
    private final Refusals refusals;
    private final Optional<TokenFile> tokens;
    private final BodyBound bodies;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("trireme-tokens").daemon().factory());

    Access(SecurityIdentity caller, Refusals refusals, TriremeConfig config) {
        this.caller = caller;
        this.refusals = refusals;
        this.bodies = new BodyBound(config.http().maxPayloadBytes());
        this.tokens = config.http().tokensFile().map(file -> TokenFile.open(Path.of(file)));
    }

    void onStart(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent event, Config config) {
        if (config.getOptionalValue("quarkus.http.host-enabled", Boolean.class).orElse(true)) {
            Listening.check(config.getOptionalValue("quarkus.http.host", String.class), tokens.isPresent());
        }
        tokens.ifPresent(file ->
                looking.scheduleWithFixedDelay(file::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS));
    }

    @PreDestroy
    void close() {
        looking.shutdownNow();
    }

    /** What this token is for; empty for one that is not in force. */
    Optional<Grant> find(String token) {
        return tokens.flatMap(file -> file.find(token));
    }

    /** How large bodies may be. */
    BodyBound bodies() {
        return bodies;
    }

    /** What the caller of this request is allowed; empty for one that has shown no token that is in force. */
    Optional<Grant> grant() {
        return tokens.isEmpty() ? Optional.of(Grant.OPEN) : Optional.ofNullable(caller.getCredential(Grant.class));
    }

    /**
     * Refuses a request that names one more queue than its path does, if its caller may not use that one.
     *
     * @throws jakarta.ws.rs.WebApplicationException the answer, a problem
     */
    public void requireQueue(String queue) {
        Grant caller = current();
        if (!caller.covers(queue)) {
            throw refusals.otherQueue(caller, queue);
        }
    }

    /**
     * What the caller of this request is allowed, in an endpoint that it was let into. To be asked by the request's own
     * thread, and to be kept for what goes on after it.
     */
    public Grant current() {
        return grant().orElseThrow(() -> Problem.of(401, Refusals.NO_TOKEN).asException());
    }
}
