package io.trireme.app;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.wire.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers what JAX-RS itself refuses (no such path, method, media type) with a problem; only below {@code /api}. */
@Provider
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class WebProblems implements ExceptionMapper<WebApplicationException> {
    @Context
    @SuppressWarnings("NullAway.Init") // injected
    UriInfo uri;

    @Override
    public Response toResponse(WebApplicationException refusal) {
        Response answer = refusal.getResponse();
        if (answer.getEntity() instanceof Problem || !Api.has(uri)) {
            return answer;
        }
        int status = answer.getStatus();
        return Problem.of(status, detail(status, refusal)).response();
    }

    private String detail(int status, WebApplicationException refusal) {
        String path = uri.getRequestUri().getRawPath();
        return switch (status) {
            case 400 -> "The request cannot be read: look at its parameters and its Content-Type.";
            case 404 -> "There is nothing at " + path + ".";
            case 405 -> "This method is not possible at " + path + ".";
            case 406 -> "Answers are application/json; ask for that, or leave the Accept header out.";
            default -> String.valueOf(refusal.getMessage());
        };
    }
}
