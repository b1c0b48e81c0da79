package io.trireme.access;

import io.trireme.wire.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How large a body may be that is read as a whole. It has to tell its length first: in chunks, and over HTTP/2, it need not.
 * A method that takes a stream keeps its own bound, and one that takes no body reads none. Any thread.
 */
final class BodyBound {
    private final long most;

    /** @param most bytes */
    BodyBound(long most) {
        this.most = most;
    }

    Optional<Response> refusal(Method method, ContainerRequestContext request) {
        if (Arrays.stream(method.getParameters()).noneMatch(BodyBound::isWholeBody)) {
            return Optional.empty();
        }
        OptionalLong length = BodyLength.of(request.getHeaderString(HttpHeaders.CONTENT_LENGTH));
        if (length.isEmpty()) {
            return Optional.of(Problem.of(411, "Send the body with its Content-Length, and not in chunks.")
                    .response());
        }
        return length.getAsLong() <= most
                ? Optional.empty()
                : Optional.of(Problem.of(413, "The body has at most " + most + " bytes here.")
                        .response());
    }

    /** What is filled with anything else has an annotation that says with what. */
    private static boolean isWholeBody(Parameter parameter) {
        return parameter.getType() != InputStream.class
                && Arrays.stream(parameter.getAnnotations())
                        .noneMatch(annotation ->
                                annotation.annotationType().getPackageName().startsWith("jakarta.ws.rs"));
    }
}
