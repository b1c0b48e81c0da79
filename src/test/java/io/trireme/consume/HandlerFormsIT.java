package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.trireme.Fault;
import io.trireme.Handles;
import io.trireme.Retries;
import io.trireme.RunnerKind;
import io.trireme.TaskContext;
import io.trireme.TriremeException;
import io.trireme.access.AccessIT;
import io.trireme.retry.RetryPolicy;
import io.trireme.testing.BrokerResource;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every form of a handler, found by a real build and called through the registry. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
@TestProfile(HandlerFormsIT.OnlyThese.class)
public class HandlerFormsIT {
    private static final String HERE = "handler-forms";

    @Inject
    HandlerRegistry handlers;

    @Inject
    Vertx vertx;

    @Test
    void every_payload_form_is_called() throws Exception {
        HandlerTask image = HandlerTask.json("{\"name\":\"cat\",\"taken\":\"2030-01-31\"}");

        assertThat(call("raw", HandlerTask.text("abc"))).isEqualTo(3);
        assertThat(call("text", HandlerTask.text("\"abc\""))).isEqualTo("abc");
        assertThat(call("pojo", image)).isEqualTo(new Image("cat", LocalDate.of(2030, 1, 31)));
        assertThat(call("list", HandlerTask.json("[{\"name\":\"cat\"}]"))).isEqualTo("cat");
        assertThat(call("map", HandlerTask.json("{\"k\":{\"name\":\"cat\"}}"))).isEqualTo("cat");
        assertThat(call("tree", HandlerTask.json("{\"a\":{\"b\":5}}"))).isEqualTo(5);
        assertThat(call("primitive", HandlerTask.json("41"))).isEqualTo(42);
        assertThat(call("boxed", HandlerTask.json("41"))).isEqualTo(42L);
        assertThat(call("nothing", HandlerTask.tombstone())).isNull();
        assertThat(call("several", HandlerTask.json("[\"a\", 2, {\"name\":\"cat\"}]")))
                .isEqualTo("a2cat task-7");
    }

    @Test
    void a_tombstone_reaches_bytes_and_optionals_only() throws Exception {
        assertThat(call("raw", HandlerTask.tombstone())).isEqualTo(0);
        assertThat(call("maybe", HandlerTask.tombstone())).isEqualTo("none");
        assertThat(call("maybe", HandlerTask.json("{\"name\":\"cat\"}"))).isEqualTo("cat");
        assertThat(failure("pojo", HandlerTask.tombstone())).isEqualTo(Fault.NO_PAYLOAD);
        assertThat(failure("several", HandlerTask.json("[]"))).isEqualTo(Fault.UNDECODABLE);
    }

    @Test
    void what_a_handler_throws_comes_out_itself_even_through_interceptors() {
        assertThatThrownBy(() -> call("throwing", HandlerTask.tombstone()))
                .isExactlyInstanceOf(FileNotFoundException.class)
                .hasMessage("gone");
    }

    @Test
    void interceptors_of_a_handler_run() throws Exception {
        // On a thread of its own, as a runner's: Quarkus activates the request scope on that of the test.
        try (var runner = Executors.newVirtualThreadPerTaskExecutor()) {
            var intercepted = runner.submit(() -> call("intercepted", HandlerTask.tombstone()));
            var bare = runner.submit(() -> call("bare", HandlerTask.tombstone()));

            assertThat(intercepted.get()).isEqualTo("request scope is active");
            assertThatThrownBy(bare::get).hasRootCauseInstanceOf(ContextNotActiveException.class);
        }
    }

    @Test
    void a_dependent_bean_lives_for_one_call() throws Exception {
        int before = Dependents.DESTROYED.get();

        Object first = call("dependent", HandlerTask.tombstone());
        Object second = call("dependent", HandlerTask.tombstone());
        assertThatThrownBy(() -> call("dependent-throwing", HandlerTask.tombstone()))
                .hasMessage("no");

        assertThat(first).isNotSameAs(second);
        assertThat(Dependents.DESTROYED.get() - before).isEqualTo(3);
    }

    @Test
    void what_is_written_on_retries_beside_a_handler_is_known_and_what_is_left_out_is_the_queues() {
        var queue = new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0.5, Set.of());

        assertThat(handlers.of("shared").get("one").retries().on(queue))
                .isEqualTo(new RetryPolicy(
                        8,
                        Duration.ofSeconds(2),
                        2,
                        Duration.ofMinutes(5),
                        0,
                        Set.of("java.lang.IllegalArgumentException", Unfit.class.getName())));
        assertThat(handlers.of("shared").get("two").retries().on(queue)).isSameAs(queue);
    }

    /** What a handler may throw. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void handlers_that_return_a_stage_are_awaited_and_make_event_loop_the_runner_of_their_queue() throws Exception {
        assertThat(handlers.naturalRunner("later")).isEqualTo(RunnerKind.EVENT_LOOP);
        assertThat(handlers.naturalRunner("stage")).isEqualTo(RunnerKind.EVENT_LOOP);
        assertThat(handlers.naturalRunner("text")).isEqualTo(RunnerKind.VIRTUAL);

        var timer = Executors.newSingleThreadScheduledExecutor();
        var promises = new Promises(() -> vertx, timer);
        for (RunnerKind runner : RunnerKind.values()) {
            for (String type : List.of("later", "stage")) {
                Handler handler = promises.kept(runner, handlers.of(type)).get(type);
                String where = handler.handle(HandlerTask.text("abc")).toString();
                assertThat(where.startsWith("abc on vert.x-eventloop-thread-"))
                        .as("%s on %s: %s", type, runner, where)
                        .isEqualTo(runner == RunnerKind.EVENT_LOOP);
            }
        }
        timer.shutdownNow();
    }

    @Test
    void a_class_without_scope_is_one_bean_for_all_calls() throws Exception {
        assertThat(call("scopeless", HandlerTask.tombstone()))
                .isInstanceOf(Scopeless.class)
                .isSameAs(call("scopeless", HandlerTask.tombstone()));
    }

    @Test
    void handlers_are_inherited() throws Exception {
        HandlerTask images = HandlerTask.json("[{\"name\":\"cat\"}]");

        assertThat(call("from-class", images)).isEqualTo("cat");
        assertThat(call("from-interface", HandlerTask.json("{\"name\":\"cat\"}")))
                .isEqualTo("cat, implemented");
        assertThat(call("overridden", images)).isEqualTo("heir");
        assertThat(handlers.of("shadowed")).isEmpty();
        assertThat(handlers.of("shadowing")).hasSize(1);
    }

    @Test
    void a_heir_without_scope_is_a_bean_too() throws Exception {
        assertThat(call("scopeless-heir", HandlerTask.tombstone())).isEqualTo("ScopelessHeir");
        assertThat(call("scopeless-implementor", HandlerTask.tombstone())).isEqualTo("ScopelessImplementor");
    }

    @Test
    void a_type_may_differ_from_its_queue() throws Exception {
        assertThat(handlers.of("shared").keySet()).containsExactlyInAnyOrder("one", "two");
        assertThat(handlers.of("shared").get("one").name()).isEqualTo(Forms.class.getName() + "#one");
    }

    private Object call(String type, TaskContext task) throws Exception {
        return handlers.of(type).get(type).handle(task);
    }

    private Fault failure(String type, TaskContext task) {
        return catchThrowableOfType(TriremeException.class, () -> call(type, task))
                .fault();
    }

    record Image(String name, LocalDate taken) {}

    @ApplicationScoped
    @IfBuildProfile(HERE)
    static class Forms {
        @Inject
        Requested requested;

        @Handles("raw")
        int raw(byte[] bytes) {
            return bytes.length;
        }

        @Handles("text")
        public String text(String text) {
            return text;
        }

        @Handles("pojo")
        protected Image pojo(TaskContext task, Image image) {
            return image;
        }

        @Handles("list")
        String list(List<Image> images) {
            return images.getFirst().name();
        }

        @Handles("map")
        String map(Map<String, Image> images) {
            return images.get("k").name();
        }

        @Handles("tree")
        int tree(JsonNode tree) {
            return tree.at("/a/b").asInt();
        }

        @Handles("primitive")
        int primitive(int number) {
            return number + 1;
        }

        @Handles("boxed")
        Long boxed(Long number) {
            return number + 1;
        }

        @Handles("maybe")
        String maybe(Optional<Image> image) {
            return image.map(Image::name).orElse("none");
        }

        @Handles("nothing")
        void nothing() {}

        @Handles("several")
        String several(String text, long number, TaskContext task, Image image) {
            return text + number + image.name() + " " + task.id();
        }

        @Handles("later")
        Uni<String> later(String text) {
            return Uni.createFrom().item(text + " on " + Thread.currentThread().getName());
        }

        @Handles("stage")
        CompletableFuture<String> stage(String text) {
            return CompletableFuture.completedFuture(
                    text + " on " + Thread.currentThread().getName());
        }

        @Handles("throwing")
        @ActivateRequestContext
        void throwing() throws FileNotFoundException {
            throw new FileNotFoundException("gone");
        }

        @Handles("intercepted")
        @ActivateRequestContext
        String intercepted() {
            return requested.toString();
        }

        @Handles("bare")
        String bare() {
            return requested.toString();
        }

        @Handles(value = "one", queue = "shared")
        @Retries(
                maxAttempts = 8,
                delay = "2s",
                jitter = 0,
                abortOn = {IllegalArgumentException.class, Unfit.class})
        void one() {}

        @Handles(value = "two", queue = "shared")
        void two() {}
    }

    @RequestScoped
    static class Requested {
        @Override
        public String toString() {
            return "request scope is active";
        }
    }

    @Dependent
    @IfBuildProfile(HERE)
    static class Dependents {
        static final AtomicInteger DESTROYED = new AtomicInteger();

        @Handles("dependent")
        Object dependent() {
            return this;
        }

        @Handles("dependent-throwing")
        void throwing() {
            throw new IllegalStateException("no");
        }

        @PreDestroy
        void destroyed() {
            DESTROYED.incrementAndGet();
        }
    }

    @IfBuildProfile(HERE)
    static final class Scopeless {
        @Handles("scopeless")
        Object self() {
            return this;
        }
    }

    abstract static class Work<T> {
        abstract String name(T payload);

        @Handles("from-class")
        String work(List<T> payloads) {
            return name(payloads.getFirst());
        }

        @Handles("overridden")
        String overridden(List<T> payloads) {
            return "parent";
        }

        @Handles("shadowed")
        void shadowed(T payload) {}
    }

    interface Named<T> {
        @Handles("from-interface")
        String named(T payload);
    }

    @Singleton
    @IfBuildProfile(HERE)
    static class Heir extends Work<Image> implements Named<Image> {
        @Override
        String name(Image image) {
            return image.name();
        }

        @Override
        String overridden(List<Image> payloads) {
            return "heir";
        }

        @Override
        @Handles("shadowing")
        void shadowed(Image payload) {}

        @Override
        public String named(Image image) {
            return image.name() + ", implemented";
        }
    }

    abstract static class Parent {
        @Handles("scopeless-heir")
        String heir() {
            return getClass().getSimpleName();
        }
    }

    @IfBuildProfile(HERE)
    static class ScopelessHeir extends Parent {}

    interface Face {
        @Handles("scopeless-implementor")
        default String implementor() {
            return getClass().getSimpleName();
        }
    }

    @IfBuildProfile(HERE)
    static class ScopelessImplementor implements Face {}

    /** Other tests' applications do not have these handlers, and this one starts no consumers; but its callers need tokens. */
    public static final class OnlyThese implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return HERE;
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "trireme.roles",
                    "web",
                    "quarkus.devservices.enabled",
                    "false",
                    "trireme.http.tokens-file",
                    AccessIT.tokensFile(),
                    "trireme.http.max-payload-bytes",
                    "2000",
                    "trireme.http.max-batch-bytes",
                    "4000");
        }
    }
}
