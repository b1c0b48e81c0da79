package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.profile.IfBuildProfile;
import io.trireme.InitializesChild;
import io.trireme.consume.HandlerBuild;
import org.junit.jupiter.api.Test;

class InitializerExtensionTest {
    /** Of no application of a test: those would be built with every class of the tests. */
    private static final String NOWHERE = "nowhere";

    @Test
    void an_initializer_that_wants_or_gives_something_fails_the_build() throws Exception {
        String complaints = String.join("\n", HandlerBuild.complaints(Wrong.class));

        assertThat(complaints).contains("Wrong#takes: such a method", "Wrong#gives: such a method");
        assertThat(HandlerBuild.complaints(Right.class)).isEmpty();
    }

    @IfBuildProfile(NOWHERE)
    static class Wrong {
        @InitializesChild
        void takes(String something) {}

        @InitializesChild
        int gives() {
            return 1;
        }
    }

    @IfBuildProfile(NOWHERE)
    static class Right {
        @InitializesChild
        void prepare() {}
    }
}
