package io.trireme.access;

import io.trireme.wire.LogBudget;
import io.trireme.wire.Problem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;

/** Answers who is refused, and tells the log: who, what and why, never the token nor the parameters. Any thread. */
@Singleton
final class Refusals {
    static final String NO_TOKEN =
            "This needs a token that is in force: Authorization: Bearer trireme_... An operator makes one with 'trireme token'.";

    private static final Logger LOG = Logger.getLogger("io.trireme.access.refused");
    private static final int UNAUTHORIZED = 401;

    private final LogBudget budget = new LogBudget(System::nanoTime);

    /** The way in of a request, as the log tells it. */
    record Call(String method, String path, String from) {}

    Response nobody(Call call) {
        return refused(call, "a caller without a token that is in force", Problem.of(UNAUTHORIZED, NO_TOKEN));
    }

    Response wrongRole(Call call, Grant grant, String needed) {
        return refused(
                call,
                grant.name(),
                Problem.of(403, "The token of " + grant.name() + " is not for this: it needs " + needed + "."));
    }

    Response wrongQueue(Call call, Grant grant) {
        return refused(
                call,
                grant.name(),
                Problem.of(
                        403,
                        "The token of " + grant.name()
                                + " is for some queues only, and this is about another one or not"
                                + " about one queue."));
    }

    /** Who was let in by the path, and names a queue beside it. */
    WebApplicationException otherQueue(Grant grant, String queue) {
        String detail = "The token of " + grant.name() + " is not for queue '" + queue + "'.";
        tell("what names another queue to " + grant.name() + ": " + detail);
        return Problem.of(403, detail).asException();
    }

    private Response refused(Call call, String who, Problem problem) {
        tell(call.method() + " " + call.path() + " from " + call.from() + " to " + who + ": " + problem.detail());
        return problem.status() == UNAUTHORIZED
                ? Response.fromResponse(problem.response())
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"trireme\"")
                        .build()
                : problem.response();
    }

    private void tell(String refusal) {
        if (budget.allows()) {
            LOG.warnf("Refused %s%s", refusal, budget.suppressed());
        }
    }
}
