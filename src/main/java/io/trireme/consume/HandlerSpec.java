package io.trireme.consume;

import io.trireme.TaskContext;
import io.trireme.retry.RetryOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the build knows of one handler; travels to the running application as text.
 *
 * @param queue the queue that it works on
 * @param type the task type that it works on
 * @param name class and method, for people
 * @param retries what is written beside it on retries
 * @param cron what is written beside it on when it is to run by itself
 * @param exclusive under which name one attempt at a time is made in the whole cluster
 * @param returns what it returns
 * @param parameters the types of its parameters in order, named as {@link io.trireme.wire.PayloadCodec#reader} takes them
 */
record HandlerSpec(
        String queue,
        String type,
        String name,
        RetryOverride retries,
        Optional<HandlerCron> cron,
        Optional<String> exclusive,
        Returns returns,
        List<String> parameters) {
    /** What a handler returns. */
    enum Returns {
        /** The result, or nothing. */
        VALUE,
        /** A promise of it, {@code Uni} or {@code CompletionStage}. */
        STAGE
    }

    static final String CONTEXT = TaskContext.class.getName();
    private static final String SEPARATOR = "\n";
    private static final int HEAD = 7;

    HandlerSpec {
        parameters = List.copyOf(parameters);
    }

    static HandlerSpec parse(String text) {
        List<String> lines = List.of(text.split(SEPARATOR, -1));
        return new HandlerSpec(
                lines.get(0),
                lines.get(1),
                lines.get(2),
                RetryOverride.parse(lines.get(3)),
                HandlerCron.parse(lines.get(4)),
                Optional.of(lines.get(5)).filter(name -> !name.isEmpty()),
                Returns.valueOf(lines.get(6)),
                lines.subList(HEAD, lines.size()));
    }

    String asText() {
        var lines = new ArrayList<>(List.of(
                queue,
                type,
                name,
                retries.asText(),
                cron.map(HandlerCron::asText).orElse(""),
                exclusive.orElse(""),
                returns.name()));
        lines.addAll(parameters);
        return String.join(SEPARATOR, lines);
    }

    /** What an overriding method shares with the one that it overrides. */
    List<String> nameAndParameters() {
        var signature = new ArrayList<>(List.of(name));
        signature.addAll(parameters);
        return signature;
    }

    /** The parameters that take the payload. */
    List<String> payloads() {
        return parameters.stream()
                .filter(parameter -> !parameter.equals(CONTEXT))
                .toList();
    }

    /** Where among the parameters the context is; -1 if the method does not ask for it. */
    int contextPosition() {
        return parameters.indexOf(CONTEXT);
    }
}
