package io.trireme.access;

import io.trireme.access.Allows.Queues;
import io.trireme.access.Refusals.Call;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides who is let in where. Any thread. */
final class Admittance {
    private final Refusals refusals;

    Admittance(Refusals refusals) {
        this.refusals = refusals;
    }

    /**
     * The answer to who is not let in; empty for who is.
     *
     * @param grant what the caller is allowed; none, if it is nobody
     * @param allows what the endpoint says; one that says nothing is closed to who has a token, whatever it is
     * @param queue the queue that the path names
     */
    Optional<Response> refusal(Optional<Grant> grant, Optional<Allows> allows, Optional<String> queue, Call call) {
        if (grant.isEmpty()) {
            return Optional.of(refusals.nobody(call));
        }
        Grant caller = grant.get();
        if (caller == Grant.OPEN) {
            return Optional.empty();
        }
        if (allows.isEmpty() || !caller.hasAnyOf(allows.get().value())) {
            return Optional.of(refusals.wrongRole(call, caller, needed(allows)));
        }
        boolean byPath = allows.get().queues() == Queues.OF_THE_PATH;
        return byPath && caller.isBounded() && !queue.map(caller::covers).orElse(false)
                ? Optional.of(refusals.wrongQueue(call, caller))
                : Optional.empty();
    }

    private static String needed(Optional<Allows> allows) {
        return allows.map(roles -> "the role "
                        + Arrays.stream(roles.value()).map(CallerRole::word).collect(Collectors.joining(" or ")))
                .orElse("what no token has");
    }
}
