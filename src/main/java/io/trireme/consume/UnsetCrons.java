package io.trireme.consume;

import io.trireme.TriremeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * The handlers whose cron rules are not set yet. Each is tried by itself: a rule that can never be set holds up no other.
 *
 * <p>Not thread-safe. Why one is not set is said once, and again when the reason is another.
 */
final class UnsetCrons {
    private static final Logger LOG = Logger.getLogger(UnsetCrons.class);

    private final Consumer<Handler> sets;
    private final List<Handler> rest;
    private final Map<Handler, String> told = new HashMap<>(); // the reason, for each of the rest

    /** @param sets sets the rule of a handler, or throws */
    UnsetCrons(List<Handler> handlers, Consumer<Handler> sets) {
        this.rest = new ArrayList<>(handlers);
        this.sets = sets;
    }

    /**
     * Tries each of the rest once; returns whether none is left.
     *
     * @throws InterruptException the thread is to end
     */
    boolean tryAll() {
        rest.removeIf(this::isSet);
        return rest.isEmpty();
    }

    private boolean isSet(Handler handler) {
        try {
            sets.accept(handler);
            return true;
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (TriremeException notNow) {
            tell(handler, notNow.fault().name(), String.valueOf(notNow.getMessage()));
        } catch (RuntimeException unforeseen) { // the thread must survive: others wait behind this one
            tell(handler, unforeseen.getClass().getName(), unforeseen.toString());
        }
        return false;
    }

    private void tell(Handler handler, String reason, String sentence) {
        if (!reason.equals(told.put(handler, reason))) {
            LOG.warnf("The cron rule of %s is not set yet: %s It is tried again.", handler.name(), sentence);
        }
    }
}
