package io.trireme.examples;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;

/**
 * Something to fetch: {@code /demo/page/1} and so on, pages that take half a second each.
 *
 * <p>A page that waits holds a timer and no thread, so that thousands at once cost this process next to nothing.
 */
@Path(Pages.PATH)
class Pages {
    static final String PATH = "/demo/page/";

    private static final Duration DELAY = Duration.ofMillis(500);

    private final Vertx vertx;

    Pages(Vertx vertx) {
        this.vertx = vertx;
    }

    @GET
    @Path("{number}")
    @Produces(MediaType.TEXT_HTML)
    public Uni<String> page(@PathParam("number") int number) {
        String html = "<!doctype html><title>Page %1$d</title><p>This is page %1$d.%n".formatted(number);
        return Uni.createFrom().emitter(answer -> vertx.setTimer(DELAY.toMillis(), due -> answer.complete(html)));
    }
}
