package io.trireme.deadletter;

import java.time.Instant;
import java.util.Optional;

/**
 * Which dead letters are meant; what is absent does not matter.
 *
 * @param id the task's id
 * @param reason why it gave up, a name of {@link io.trireme.Fault} in any case
 * @param exception the class of what was thrown, with or without its package
 * @param type the task type
 * @param from the earliest time of giving up
 * @param until the time of giving up before which it lies
 */
public record LetterFilter(
        Optional<String> id,
        Optional<String> reason,
        Optional<String> exception,
        Optional<String> type,
        Optional<Instant> from,
        Optional<Instant> until) {
    /** Every letter. */
    public static final LetterFilter ALL = new LetterFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The letter of one task. */
    public static LetterFilter one(String id) {
        return new LetterFilter(
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the letter is meant. */
    public boolean matches(Letter letter) {
        return id.map(letter.id()::equals).orElse(true)
                && reason.map(wanted ->
                                letter.reason().filter(wanted::equalsIgnoreCase).isPresent())
                        .orElse(true)
                && exception
                        .map(wanted -> letter.exception()
                                .filter(name -> name.equals(wanted)
                                        || name.endsWith("." + wanted)
                                        || name.endsWith("$" + wanted))
                                .isPresent())
                        .orElse(true)
                && type.map(wanted -> letter.type().filter(wanted::equals).isPresent())
                        .orElse(true)
                && from.map(earliest -> !letter.time().isBefore(earliest)).orElse(true)
                && until.map(end -> letter.time().isBefore(end)).orElse(true);
    }
}
