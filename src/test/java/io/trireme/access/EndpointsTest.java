package io.trireme.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.access.Endpoints.Endpoint;
import io.trireme.access.Refusals.Call;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every endpoint of the code, by its annotations, against {@link Endpoints}. */
class EndpointsTest {
    private static final Map<String, Method> CODE = endpoints();

    private static final Admittance ADMITTANCE = new Admittance(new Refusals());

    @Test
    void every_endpoint_is_in_the_table() {
        assertThat(CODE.keySet())
                .as("endpoints of the code; write a new one, and who may call it, into Endpoints")
                .containsExactlyInAnyOrderElementsOf(
                        Endpoints.ALL.stream().map(Endpoint::call).toList());
    }

    @ParameterizedTest
    @FieldSource("io.trireme.access.Endpoints#ALL")
    void every_role_is_let_in_where_the_table_says_so_and_nowhere_else(Endpoint endpoint) {
        for (CallerRole role : CallerRole.values()) {
            var caller = new Grant("c", Set.of(role), Set.of());

            assertThat(status(endpoint, Optional.of(caller)))
                    .as("%s to a %s", endpoint, role)
                    .isEqualTo(endpoint.isFor(role) ? 0 : 403);
        }
    }

    @ParameterizedTest
    @FieldSource("io.trireme.access.Endpoints#ALL")
    void nobody_is_let_in_nowhere_and_a_token_for_other_queues_where_the_method_looks_itself(Endpoint endpoint) {
        var other = new Grant("o", Set.of(CallerRole.values()), Set.of("other"));
        var same = new Grant("s", Set.of(CallerRole.values()), Set.of("other", AccessIT.QUEUE));

        assertThat(status(endpoint, Optional.empty())).isEqualTo(401);
        assertThat(status(endpoint, Optional.of(other))).isEqualTo(endpoint.isKeptToItsPath() ? 403 : 0);
        assertThat(status(endpoint, Optional.of(same)))
                .isEqualTo(endpoint.isKeptToItsPath() && !endpoint.call().contains("{queue}") ? 403 : 0);
        assertThat(status(endpoint, Optional.of(Grant.OPEN))).isZero();
    }

    @Test
    void an_endpoint_that_says_nothing_is_closed_to_every_token() {
        var all = new Grant("a", Set.of(CallerRole.values()), Set.of());

        assertThat(ADMITTANCE.refusal(Optional.of(all), Optional.empty(), Optional.empty(), new Call("GET", "/", "h")))
                .isPresent();
    }

    /** 0: let in. */
    private int status(Endpoint endpoint, Optional<Grant> caller) {
        Optional<Allows> allows = Optional.ofNullable(CODE.get(endpoint.call()).getAnnotation(Allows.class));
        Optional<String> queue = endpoint.call().contains("{queue}") ? Optional.of(AccessIT.QUEUE) : Optional.empty();
        return ADMITTANCE
                .refusal(caller, allows, queue, new Call(endpoint.method(), endpoint.path(), "here"))
                .map(Response::getStatus)
                .orElse(0);
    }

    /** Reads each class file's text first: to load all classes would take seconds. The examples are users. */
    private static Map<String, Method> endpoints() {
        Path classes = Path.of("target", "classes");
        try (Stream<Path> files = Files.walk(classes)) {
            var endpoints = new TreeMap<String, Method>();
            files.filter(file -> file.toString().endsWith(".class"))
                    .filter(EndpointsTest::mayAnswer)
                    .map(file -> load(classes.relativize(file).toString()))
                    .filter(type -> !type.getPackageName().startsWith("io.trireme.examples"))
                    .filter(type -> type.isAnnotationPresent(jakarta.ws.rs.Path.class))
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .forEach(method -> calls(method).forEach(call -> endpoints.put(call, method)));
            return endpoints;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean mayAnswer(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains("Ljakarta/ws/rs/Path;");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Class<?> load(String file) {
        try {
            String name = file.substring(0, file.length() - ".class".length()).replace(File.separatorChar, '.');
            return Class.forName(name, false, EndpointsTest.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Stream<String> calls(Method method) {
        String path = path(method.getDeclaringClass()) + path(method);
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(verb -> verb.value() + " " + path);
    }

    private static String path(AnnotatedElement where) {
        var path = where.getAnnotation(jakarta.ws.rs.Path.class);
        return path == null ? "" : path.value();
    }
}
