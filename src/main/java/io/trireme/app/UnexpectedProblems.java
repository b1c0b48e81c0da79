package io.trireme.app;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.wire.Problem;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Answers what nobody expected with a problem that names the log line where the stack is, and nothing of the inside. */
@Provider
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class UnexpectedProblems implements ExceptionMapper<Exception> {
    private static final Logger LOG = Logger.getLogger(UnexpectedProblems.class);

    @Context
    @SuppressWarnings("NullAway.Init") // injected
    UriInfo uri;

    @Override
    public Response toResponse(Exception failure) {
        String instance = "urn:uuid:" + UUID.randomUUID();
        LOG.errorf(failure, "Request for %s failed; the caller was told %s", uri.getPath(), instance);
        Problem problem = Problem.of(
                        500, "The request failed by a fault in the server; its log tells more under the id.")
                .with(Map.of("instance", instance));
        return Api.has(uri) ? problem.response() : Response.serverError().build();
    }
}
