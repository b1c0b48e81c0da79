package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A method with {@link io.trireme.Handles} as the build reads it, and the rules that it has to keep.
 *
 * @param spec what it will be if it keeps them
 * @param traits what it is and may not be
 * @param unreadable why a parameter cannot take a payload, a sentence each; such a parameter is not in the spec
 */
record HandlerSignature(HandlerSpec spec, Set<HandlerTrait> traits, List<String> unreadable) {
    HandlerSignature {
        traits = Set.copyOf(traits);
        unreadable = List.copyOf(unreadable);
    }

    /** Everything that is wrong, each as a sentence that says what to do; empty if the method can be called. */
    List<String> complaints() {
        List<String> reasons = new ArrayList<>();
        traits.stream().sorted().map(HandlerTrait::sentence).forEach(reasons::add);
        if (spec.type().isBlank()) {
            reasons.add("its task type is blank. Name it: @Handles(\"thumbnails\").");
        } else if (hasControlCharacter(spec.type())) {
            reasons.add("its task type has a control character. Use letters, digits, dots and hyphens.");
        } else if (!Topics.isQueue(spec.queue())) {
            String name = Fault.QUEUE_NAME_WRONG.because(spec.queue()).getMessage();
            reasons.add(
                    spec.queue().equals(spec.type())
                            ? name
                                    + " A type that cannot be one needs a queue: @Handles(value = \"...\", queue = \"...\")."
                            : name);
        }
        if (spec.parameters().stream().filter(HandlerSpec.CONTEXT::equals).count() > 1) {
            reasons.add("it has more than one TaskContext. Take it once.");
        }
        spec.exclusive()
                .filter(name -> !isLockName(name))
                .ifPresent(name -> reasons.add("its @Exclusive has " + length(name)
                        + " bytes in UTF-8, or a control character. Name a lock with 1 to " + Topics.LONGEST_OBJECT_NAME
                        + " bytes and without: @Exclusive(\"ledger\")."));
        reasons.addAll(unreadable);
        if (reasons.isEmpty()) {
            spec.cron().ifPresent(cron -> {
                try {
                    cron.job(spec.queue(), spec.type());
                } catch (TriremeException wrong) {
                    reasons.add(wrong.getMessage());
                }
            });
        }
        return reasons.stream()
                .map(reason ->
                        Fault.HANDLER_UNUSABLE.because(spec.name(), reason).getMessage())
                .toList();
    }

    private static boolean isLockName(String name) {
        return !name.isBlank() && length(name) <= Topics.LONGEST_OBJECT_NAME && !hasControlCharacter(name);
    }

    private static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean hasControlCharacter(String type) {
        return type.chars().anyMatch(Character::isISOControl);
    }
}
