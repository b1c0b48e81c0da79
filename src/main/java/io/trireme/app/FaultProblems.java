package io.trireme.app;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.TriremeException;
import io.trireme.wire.Problem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers a fault of the catalogue with its problem. */
@Provider
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class FaultProblems implements ExceptionMapper<TriremeException> {
    @Override
    public Response toResponse(TriremeException fault) {
        return Problem.of(fault).response();
    }
}
