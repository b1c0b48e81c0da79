package io.trireme.publish;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.Fault;
import io.trireme.HttpSettings;
import io.trireme.Publisher;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.TriremeConfig;
import io.trireme.TriremeException;
import io.trireme.access.Allows;
import io.trireme.access.BodyLength;
import io.trireme.access.CallerRole;
import io.trireme.wire.Headers;
import io.trireme.wire.Moments;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.Problem;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Publishing over HTTP: one task, or a batch of them. Blocks on virtual threads. */
@Path("/api")
@Produces(Submission.JSON)
@RunOnVirtualThread
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class TasksResource {
    private static final Set<String> SINGLE = Set.of("key", "type", "group", "delay", "at", "expires", "result");

    private static final Set<String> BATCH =
            Set.of("key", "key-field", "type", "group", "delay", "at", "expires", "result");

    /** Errors that the answer to a batch lists; further ones are counted. */
    private static final int MOST_ERRORS = 100;

    private final Publisher publisher;
    private final PayloadCodec codec;
    private final CarriedHeaders carried;
    private final HttpSettings bounds;

    TasksResource(Publisher publisher, PayloadCodec codec, CarriedHeaders carried, TriremeConfig config) {
        this.publisher = publisher;
        this.codec = codec;
        this.carried = carried;
        this.bounds = config.http();
    }

    /** Publishes the body as one task; answers when the brokers have it. */
    @Allows(CallerRole.PUBLISHER)
    @POST
    @Path("/queues/{queue}/tasks")
    public Response publish(
            @PathParam("queue") String queue,
            @QueryParam("type") Optional<String> type,
            @QueryParam("key") Optional<String> key,
            @QueryParam("group") Optional<String> group,
            @QueryParam("delay") Optional<String> delay,
            @QueryParam("at") Optional<String> at,
            @QueryParam("expires") Optional<String> expires,
            @QueryParam("result") Optional<String> result,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) Optional<String> contentType,
            @HeaderParam(Headers.TRACEPARENT) Optional<String> traceparent,
            @Context HttpHeaders request,
            @Context UriInfo uri,
            @Nullable InputStream body)
            throws InterruptedException {
        requireKnown(uri, SINGLE);
        var submission = new Submission(
                queue, type, key, Optional.empty(), headers(request, traceparent, group, expires, delay, at, result));
        byte[] payload = read(body);
        return Response.accepted(receipt(submission.task(payload, contentType, codec)))
                .build();
    }

    /** Publishes each line of the body as one task; answers when the brokers have them. */
    @Allows(CallerRole.PUBLISHER)
    @POST
    @Path("/queues/{queue}/{batch: tasks(?::|%3[Aa])batch}") // some clients escape the colon
    public Response publishBatch(
            @PathParam("queue") String queue,
            @QueryParam("type") Optional<String> type,
            @QueryParam("key") Optional<String> key,
            @QueryParam("key-field") Optional<String> keyField,
            @QueryParam("group") Optional<String> group,
            @QueryParam("delay") Optional<String> delay,
            @QueryParam("at") Optional<String> at,
            @QueryParam("expires") Optional<String> expires,
            @QueryParam("result") Optional<String> result,
            @HeaderParam(Headers.TRACEPARENT) Optional<String> traceparent,
            @Context HttpHeaders request,
            @Context UriInfo uri,
            @Nullable InputStream body)
            throws InterruptedException {
        requireKnown(uri, BATCH);
        if (key.isPresent() && keyField.isPresent()) {
            throw Problem.of(400, "A batch takes its keys from 'key' or from 'key-field'; leave one of them out.")
                    .asException();
        }
        var submission = new Submission(
                queue,
                type,
                key,
                keyField.map(KeyField::new),
                headers(request, traceparent, group, expires, delay, at, result));
        requireWithinBound(request);
        var batch = new TaskBatch(
                submission, codec, publisher::publish, bounds.maxPayloadBytes(), MOST_ERRORS, error -> {});
        BatchReport report = publish(
                batch, new BoundedBody(body == null ? InputStream.nullInputStream() : body, bounds.maxBatchBytes()));
        if (report.accepted() + report.rejected() == 0 && report.unreadFrom() == 0) {
            throw empty("Send one JSON document a line.");
        }
        return report.unreadFrom() == 0 ? Response.accepted(report).build() : stopped(report, batch.wasTooLarge());
    }

    /** A misspelt {@code key} would silently give the order up. */
    private static void requireKnown(UriInfo uri, Set<String> known) {
        uri.getQueryParameters().forEach((name, values) -> {
            if (!known.contains(name) || values.size() > 1) {
                throw Problem.of(
                                400,
                                "The parameter '" + name + "' is unknown or given more than once. Known are: "
                                        + new TreeSet<>(known) + ".")
                        .asException();
            }
        });
    }

    private static BatchReport publish(TaskBatch batch, InputStream body) throws InterruptedException {
        try {
            return batch.publish(body);
        } catch (IOException unread) {
            throw cutOff(unread);
        }
    }

    /** A length that is told is refused before anything is published. */
    private void requireWithinBound(HttpHeaders request) {
        OptionalLong length = BodyLength.of(request.getHeaderString(HttpHeaders.CONTENT_LENGTH));
        if (length.isPresent() && length.getAsLong() > bounds.maxBatchBytes()) {
            throw Problem.of(
                            413,
                            "A batch has at most " + bounds.maxBatchBytes()
                                    + " bytes. Nothing was published; send it in parts.")
                    .asException();
        }
    }

    private Response stopped(BatchReport report, boolean tooLarge) {
        String why = tooLarge
                ? "The batch is larger than " + bounds.maxBatchBytes() + " bytes: "
                : "The brokers take nothing any more: ";
        String rest = tooLarge ? " on. Send the rest as another batch." : " on. Send the rest again later.";
        String detail = why + report.accepted() + " tasks were published; nothing was read from line "
                + report.unreadFrom() + rest;
        return Problem.of(tooLarge ? 413 : 503, detail)
                .with(Map.of(
                        "accepted", report.accepted(),
                        "rejected", report.rejected(),
                        "errors", report.errors(),
                        "unreadFrom", report.unreadFrom()))
                .response();
    }

    private Receipt receipt(Task task) throws InterruptedException {
        try {
            return publisher.publish(task).get(); // bounded by the publisher's own time-outs
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof TriremeException fault
                    ? fault
                    : Fault.NOT_PUBLISHED.causedBy(failed, "", task.queue(), failed.getMessage());
        }
    }

    private byte[] read(@Nullable InputStream body) {
        int most = Math.min(bounds.maxPayloadBytes(), Integer.MAX_VALUE - 1);
        byte[] payload;
        try {
            payload = body == null ? new byte[0] : body.readNBytes(most + 1);
        } catch (IOException unread) {
            throw cutOff(unread);
        }
        if (payload.length == 0) {
            throw empty("Send the payload as the body; null is a JSON document too.");
        }
        if (payload.length > most) {
            throw Problem.of(
                            413,
                            "A task's payload has at most " + most
                                    + " bytes. Store the data elsewhere and send its address.")
                    .asException();
        }
        return payload;
    }

    private Map<String, String> headers(
            HttpHeaders request,
            Optional<String> traceparent,
            Optional<String> group,
            Optional<String> expires,
            Optional<String> delay,
            Optional<String> at,
            Optional<String> result) {
        var headers = new HashMap<String, String>(carried.of(request::getHeaderString));
        if (isAsked(result)) {
            headers.put(Headers.REPLY_TO, Headers.BY_ID);
        }
        group.ifPresent(name -> headers.put(Headers.GROUP, name));
        traceparent.filter(Traceparent::isWellFormed).ifPresent(trace -> headers.put(Headers.TRACEPARENT, trace));
        expires.ifPresent(text -> headers.put(
                Headers.EXPIRES,
                Moments.ahead(text, InstantSource.system().instant()).toString()));
        headers.putAll(Lateness.headers(delay, at));
        return headers;
    }

    private static boolean isAsked(Optional<String> result) {
        return switch (result.orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw Problem.of(400, "The parameter 'result' is true or false.")
                        .asException();
        };
    }

    private static RuntimeException cutOff(IOException unread) {
        return Problem.of(400, "The body could not be read to its end: " + unread.getMessage())
                .asException();
    }

    private static RuntimeException empty(String wayOut) {
        return Problem.of(400, "The body is empty. " + wayOut).asException();
    }
}
