package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.test.Mock;
import io.smallrye.mutiny.Multi;
import io.trireme.Cron;
import io.trireme.Exclusive;
import io.trireme.Handles;
import io.trireme.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What fails a build. The beans here are in no application but those that the tests build. */
class HandlerRefusalTest {
    private static final String NOWHERE = "handler-refusals";

    @Test
    void a_build_says_everything_that_is_wrong() throws Exception {
        String complaints = String.join("\n", HandlerBuild.complaints(Wrong.class));

        assertThat(complaints)
                .contains("Found 20 deployment problems")
                .contains(complaint("hidden", "it is private."))
                .contains(complaint("common", "it is static."))
                .contains(complaint("contexts", "it has more than one TaskContext."))
                .contains(complaint("future", "it returns a promise"))
                .contains(complaint("multi", "it returns a promise"))
                .contains(complaint("variable", "nothing says what the type variable T stands for."))
                .contains(complaint("wildcard", "nothing says what the wildcard ? stands for."))
                .contains(complaint("arrays", "it takes an array of a generic type. Take a List."))
                .contains(complaint("face", "Plain is an interface, so that nothing says which class to make"))
                .contains(complaint("faces", "Plain is an interface"))
                .contains(complaint("unfinished", "Unfinished is abstract, so that"))
                .contains(complaint("anything", "Optional does not say of what."))
                .contains(complaint("blank", "its task type is blank."))
                .contains(complaint("illegal", "'a b' cannot be a queue's name."))
                .contains(complaint("never", "'0 0 30 2 *' in zone 'UTC' is no cron rule:"))
                .contains(complaint("unnamed", "its @Exclusive has 1 bytes in UTF-8, or a control character."))
                .contains("@Exclusive of " + Wrong.class.getName() + "#alone stands beside no @Handles")
                .contains("@Cron of " + Wrong.class.getName() + "#alone stands beside no @Handles")
                .contains("Task type 'twice' of queue 'twice' is handled by both")
                .contains("Task type 'type' of queue 'images' is handled by both");
    }

    private static String complaint(String method, String reason) {
        return "Handler " + Wrong.class.getName() + "#" + method + " cannot be called: " + reason;
    }

    @Test
    void what_can_be_read_is_not_refused() throws Exception {
        assertThat(HandlerBuild.complaints(Right.class, Variable.class, Inherited.class))
                .isEmpty();
    }

    @Test
    void an_application_without_handlers_is_built() throws Exception {
        assertThat(HandlerBuild.complaints(Nothing.class)).isEmpty();
    }

    @Test
    void two_beans_that_inherit_one_handler_bind_its_type_twice() throws Exception {
        assertThat(HandlerBuild.complaints(Inherited.class, Variable.class, Another.class))
                .singleElement()
                .asString()
                .contains(
                        "Task type 'variable' of queue 'variable' is handled by both",
                        "$Another#work",
                        "$Inherited#work");
    }

    @Test
    void a_mock_takes_over_the_handlers_of_its_bean() throws Exception {
        assertThat(HandlerBuild.complaints(Inherited.class, Variable.class, Mocked.class))
                .isEmpty();
    }

    @Test
    void an_alternative_that_is_not_selected_binds_nothing() throws Exception {
        assertThat(HandlerBuild.complaints(Inherited.class, Variable.class, Unselected.class))
                .isEmpty();
    }

    interface Plain {}

    abstract static class Unfinished {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(Known.class))
    interface Subtyped {}

    interface Deeper extends Subtyped {}

    record Known(int size) implements Deeper {}

    abstract static class Created {
        @JsonCreator
        static Created of(String text) {
            return new Created() {};
        }
    }

    enum Size {
        SMALL {},
        LARGE
    }

    record Page<T>(List<T> entries) {}

    @ApplicationScoped
    @IfBuildProfile(NOWHERE)
    static class Wrong {
        @Handles("hidden")
        @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
        private void hidden(String text) {}

        @Handles("never")
        @Cron("0 0 30 2 *")
        void never() {}

        @Cron("* * * * *")
        @Exclusive("nobody")
        void alone() {}

        @Handles("unnamed")
        @Exclusive(" ")
        void unnamed() {}

        @Handles("common")
        static void common(String text) {}

        @Handles("contexts")
        void contexts(TaskContext one, TaskContext two) {}

        @Handles("multi")
        Multi<String> multi() {
            return Multi.createFrom().item("");
        }

        @Handles("future")
        Future<String> future() {
            return CompletableFuture.completedFuture("");
        }

        @Handles("variable")
        <T> void variable(List<T> unknown) {}

        @Handles("wildcard")
        void wildcard(Map<String, ?> unknown) {}

        @Handles("arrays")
        void arrays(List<String>[] lists) {}

        @Handles("face")
        void face(Plain face) {}

        @Handles("faces")
        void faces(Optional<List<Plain>> faces) {}

        @Handles("unfinished")
        void unfinished(Unfinished unfinished) {}

        @Handles("anything")
        @SuppressWarnings("rawtypes")
        void anything(Optional anything) {}

        @Handles(" ")
        void blank() {}

        @Handles("a b")
        void illegal() {}

        @Handles("twice")
        void one() {}

        @Handles("twice")
        void two() {}

        @Handles(value = "type", queue = "images")
        void three() {}

        @Handles(value = "type", queue = "images")
        void four() {}
    }

    @Singleton
    @IfBuildProfile(NOWHERE)
    static class Right {
        @Handles("none")
        void none() {}

        @Handles("context")
        void context(TaskContext task) {}

        @Handles("trees")
        void trees(JsonNode tree, Object any, Optional<JsonNode> maybe) {}

        @Handles("collections")
        void collections(Collection<Known> a, Set<String> b, Map<String, List<Known>> c, Iterable<Integer> d) {}

        @Handles("numbers")
        void numbers(int a, Long b, Number c, double[] d, String[][] e) {}

        @Handles("bounds")
        void bounds(List<? extends Known> upper, List<? super Known> lower) {}

        @Handles("annotated")
        void annotated(Subtyped a, Deeper b, Created c, Size d) {}

        @Handles("generic")
        void generic(Page<Page<Known>> pages) throws Exception {}

        @Handles(value = "none", queue = "elsewhere")
        void sameTypeElsewhere() {}
    }

    @Singleton
    @IfBuildProfile(NOWHERE)
    static class Nothing {}

    abstract static class Variable<T> {
        @Handles("variable")
        void work(List<T> payload) {}
    }

    @ApplicationScoped
    @IfBuildProfile(NOWHERE)
    static class Inherited extends Variable<Known> {}

    @ApplicationScoped
    @IfBuildProfile(NOWHERE)
    static class Another extends Variable<Known> {}

    @Mock
    @IfBuildProfile(NOWHERE)
    static class Mocked extends Inherited {}

    @Alternative
    @ApplicationScoped
    @IfBuildProfile(NOWHERE)
    static class Unselected extends Inherited {}
}
