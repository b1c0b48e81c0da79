package io.trireme.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * An object as HTTP and the command line show it.
 *
 * @param name of the object
 * @param kind in words
 * @param size permits that are free, items, entries, parties that wait, a counter's number, 1 for an event that is set
 * @param holder process and thread that hold a lock
 * @param token of the grant
 * @param heldSince since when, RFC 3339
 * @param waiting calls that wait
 * @param oldestWaiter since when the one that has waited longest waits, RFC 3339
 * @param value of a value, JSON
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record StateView(
        String name,
        String kind,
        long size,
        Optional<String> holder,
        Optional<Long> token,
        Optional<String> heldSince,
        int waiting,
        Optional<String> oldestWaiter,
        Optional<String> value) {
    static StateView of(Summary object) {
        boolean held = !object.holder().isEmpty();
        return new StateView(
                object.name(),
                object.kind(),
                object.size(),
                held ? Optional.of(object.holder()) : Optional.empty(),
                held ? Optional.of(object.token()) : Optional.empty(),
                moment(object.heldSince()),
                object.waiting(),
                moment(object.oldestWaiter()),
                object.value().isEmpty() ? Optional.empty() : Optional.of(object.value()));
    }

    private static Optional<String> moment(long millis) {
        return millis == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(millis).toString());
    }
}
