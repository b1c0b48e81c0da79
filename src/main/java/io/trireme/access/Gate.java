package io.trireme.access;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.access.Refusals.Call;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Lets a request in to the method that it was matched with, or not: by what that method {@link Allows}, so that no second
 * reading of the path can differ from the first. Before anything of its body is read.
 */
@jakarta.ws.rs.ext.Provider
@Priority(Priorities.AUTHORIZATION)
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class Gate implements ContainerRequestFilter {
    private static final String OURS = "io.trireme.";

    private final Provider<Access> access;
    private final Admittance admittance;

    @Context
    @SuppressWarnings("NullAway.Init") // injected
    ResourceInfo matched;

    @Context
    @SuppressWarnings("NullAway.Init") // injected
    HttpServerRequest wire;

    /** @param access later: this is made while the application is built up, before there are settings */
    Gate(Provider<Access> access, Refusals refusals) {
        this.access = access;
        this.admittance = new Admittance(refusals);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!matched.getResourceClass().getName().startsWith(OURS)) {
            return; // the application's own
        }
        Method method = matched.getResourceMethod();
        Optional<String> queue =
                Optional.ofNullable(request.getUriInfo().getPathParameters().getFirst("queue"));
        var call = new Call(
                request.getMethod(), request.getUriInfo().getRequestUri().getRawPath(), caller());
        Optional<Response> refusal = admittance
                .refusal(access.get().grant(), Optional.ofNullable(method.getAnnotation(Allows.class)), queue, call)
                .or(() -> access.get().bodies().refusal(method, request));
        refusal.ifPresent(request::abortWith);
    }

    private String caller() {
        return wire.remoteAddress() == null ? "nowhere" : wire.remoteAddress().hostAddress();
    }
}
