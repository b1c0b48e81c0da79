package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.retry.RetryOverride;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandlerSignatureTest {
    @Test
    void a_plain_method_is_fine() {
        assertThat(complaints(spec("images", "images", "int", HandlerSpec.CONTEXT, "[B")))
                .isEmpty();
    }

    @Test
    void everything_wrong_is_said_at_once() {
        var spec = spec("images", "images", HandlerSpec.CONTEXT, HandlerSpec.CONTEXT);
        var signature = new HandlerSignature(
                spec, Set.of(HandlerTrait.STATIC, HandlerTrait.PRIVATE), List.of("nobody can read this."));

        assertThat(signature.complaints())
                .containsExactly(
                        "Handler com.acme.Images#work cannot be called: it is private. Make it package-private or more.",
                        "Handler com.acme.Images#work cannot be called: it is static. Make it an instance method of a bean.",
                        "Handler com.acme.Images#work cannot be called: it has more than one TaskContext. Take it once.",
                        "Handler com.acme.Images#work cannot be called: nobody can read this.");
    }

    @Test
    void a_promise_that_tells_nobody_is_refused_with_what_to_return_instead() {
        var signature = new HandlerSignature(spec("images", "images"), Set.of(HandlerTrait.PROMISE_UNKNOWN), List.of());

        assertThat(signature.complaints())
                .singleElement()
                .asString()
                .contains("Return a Uni, a CompletionStage, or the value itself");
    }

    @Test
    void a_blank_type_is_refused_once() {
        for (String blank : List.of("", "  ", "\n")) {
            assertThat(complaints(spec(blank, blank)))
                    .singleElement()
                    .asString()
                    .contains("its task type is blank");
        }
    }

    @Test
    void a_control_character_in_the_type_is_refused() {
        assertThat(complaints(spec("images", "a\nb")))
                .singleElement()
                .asString()
                .contains("control character");
    }

    @Test
    void a_name_that_cannot_be_a_topics_is_refused() {
        for (String illegal : List.of("a b", "images.dead", "trireme.x", "..", "ä")) {
            assertThat(complaints(spec(illegal, "images")))
                    .singleElement()
                    .asString()
                    .contains("'" + illegal + "' cannot be a queue's name")
                    .doesNotContain("A type that cannot be one");
        }
    }

    @Test
    void a_type_that_cannot_be_a_queues_name_needs_a_queue() {
        assertThat(complaints(spec("image/shrink", "image/shrink")))
                .singleElement()
                .asString()
                .contains("@Handles(value = \"...\", queue = \"...\")");
        assertThat(complaints(spec("images", "image/shrink"))).isEmpty();
    }

    private static HandlerSpec spec(String queue, String type, String... parameters) {
        return new HandlerSpec(
                queue,
                type,
                "com.acme.Images#work",
                RetryOverride.NONE,
                Optional.empty(),
                Optional.empty(),
                HandlerSpec.Returns.VALUE,
                List.of(parameters));
    }

    private static List<String> complaints(HandlerSpec spec) {
        return new HandlerSignature(spec, Set.of(), List.of()).complaints();
    }
}
