package io.trireme.deadletter;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.access.Access;
import io.trireme.access.Allows;
import io.trireme.access.CallerRole;
import io.trireme.wire.Moments;
import io.trireme.wire.Problem;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The dead letters over HTTP. A redrive and a purge answer when they are over. */
@Path("/api/queues/{queue}/dead")
@Produces("application/json")
@RunOnVirtualThread
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class DeadLettersResource {
    private static final int MOST_SHOWN = 1_000;

    private final DeadLetterQueues letters;
    private final Access access;
    private final InstantSource clock = InstantSource.system();

    DeadLettersResource(DeadLetterQueues letters, Access access) {
        this.letters = letters;
        this.access = access;
    }

    /** The parameters that choose letters. */
    static class Choice {
        @QueryParam("id")
        Optional<String> id = Optional.empty();

        @QueryParam("reason")
        Optional<String> reason = Optional.empty();

        @QueryParam("exception")
        Optional<String> exception = Optional.empty();

        @QueryParam("type")
        Optional<String> type = Optional.empty();

        @QueryParam("from")
        Optional<String> from = Optional.empty();

        @QueryParam("until")
        Optional<String> until = Optional.empty();

        @QueryParam("all")
        boolean all;
    }

    /** The letters found, and whether there may be more. */
    record Letters(List<LetterView> letters, boolean more) {}

    /** The letters that match, without payloads and stacks. */
    @Allows(CallerRole.VIEWER)
    @GET
    public Letters browse(
            @PathParam("queue") String queue,
            @BeanParam Choice choice,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST_SHOWN) {
            throw Problem.of(400, "The parameter 'limit' is a number from 1 to " + MOST_SHOWN + ".")
                    .asException();
        }
        List<Letter> found = letters.browse(queue, filter(choice), limit + 1);
        return new Letters(found.stream().limit(limit).map(LetterView::brief).toList(), found.size() > limit);
    }

    /** One letter in full. */
    @Allows(CallerRole.VIEWER)
    @GET
    @Path("/{id}")
    public LetterView show(@PathParam("queue") String queue, @PathParam("id") String id) {
        return LetterView.full(letters.show(queue, id));
    }

    /** Gives one letter another payload. */
    @Allows(CallerRole.OPERATOR)
    @PUT
    @Path("/{id}")
    public void edit(@PathParam("queue") String queue, @PathParam("id") String id, byte[] payload) {
        if (payload.length == 0) {
            throw Problem.of(400, "The body is empty. Send the new payload.").asException();
        }
        letters.edit(queue, id, payload);
    }

    /** Puts letters back. */
    @Allows(CallerRole.OPERATOR)
    @POST
    @Path("/redrive")
    public MoveReport redrive(
            @PathParam("queue") String queue,
            @BeanParam Choice choice,
            @QueryParam("rate") Optional<Double> rate,
            @QueryParam("dry-run") boolean dryRun,
            @QueryParam("to") Optional<String> to) {
        if (rate.isPresent() && !(rate.get() > 0)) {
            throw Problem.of(400, "The parameter 'rate' is a number of tasks a second above 0.")
                    .asException();
        }
        to.ifPresent(access::requireQueue);
        var how = new Redrive(dryRun, rate.map(OptionalDouble::of).orElse(OptionalDouble.empty()), to);
        return letters.redrive(queue, chosen(choice), how, MoveProgress.UNWATCHED);
    }

    /** Forgets letters. */
    @Allows(CallerRole.OPERATOR)
    @DELETE
    public MoveReport purge(@PathParam("queue") String queue, @BeanParam Choice choice) {
        return letters.purge(queue, chosen(choice), MoveProgress.UNWATCHED);
    }

    /** A forgotten parameter must not mean all of them. */
    private LetterFilter chosen(Choice choice) {
        LetterFilter filter = filter(choice);
        if (filter.equals(LetterFilter.ALL) != choice.all) {
            throw Problem.of(
                            400,
                            "Say which letters: by id, reason, exception, type, from or until; or all=true for all of"
                                    + " them, and nothing beside it.")
                    .asException();
        }
        return filter;
    }

    private LetterFilter filter(Choice choice) {
        return new LetterFilter(
                choice.id,
                choice.reason,
                choice.exception,
                choice.type,
                choice.from.map(text -> Moments.past(text, clock.instant())),
                choice.until.map(text -> Moments.past(text, clock.instant())));
    }
}
