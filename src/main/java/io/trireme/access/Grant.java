package io.trireme.access;

import io.quarkus.security.credential.Credential;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a caller is allowed.
 *
 * @param name who it is, for the log
 * @param roles what it may do
 * @param queues the queues that it may do it with; none means all
 */
public record Grant(String name, Set<CallerRole> roles, Set<String> queues) implements Credential {
    /** Everything: who calls where there are no tokens, on loopback. */
    static final Grant OPEN = new Grant("anybody", EnumSet.allOf(CallerRole.class), Set.of());

    public Grant {
        roles = Set.copyOf(roles);
        queues = Set.copyOf(queues);
    }

    /** Whether it may do something with this queue. */
    public boolean covers(String queue) {
        return queues.isEmpty() || queues.contains(queue);
    }

    /** Whether it is kept to some queues. */
    boolean isBounded() {
        return !queues.isEmpty();
    }

    /** Whether it has one of these roles, or operates. */
    boolean hasAnyOf(CallerRole... wanted) {
        return roles.contains(CallerRole.OPERATOR) || Arrays.stream(wanted).anyMatch(roles::contains);
    }
}
