package io.trireme;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A program as the handler of a queue, under {@code trireme.queues."<queue>".exec.}; a part of {@link TriremeConfig}. */
public interface ExecSettings {
    /** The program and its arguments, a list, which no shell reads. What of the task goes into an argument: {@code src/docs/protocol.md}. */
    Optional<List<String>> command();

    /** {@code once} starts the program for each task; {@code lines} keeps it, and asks and hears in lines of JSON. */
    @WithDefault("once")
    Mode mode();

    /** The task type that the program works on; the queue's name unless given. */
    Optional<String> type();

    /** The directory that the program runs in; that of this process unless given. */
    Optional<String> directory();

    /** Most bytes that the program may answer to a task; beyond it it is killed and the attempt has failed. */
    @WithDefault("1048576")
    int maxOutputBytes();

    /** How long a program that is told to end may take; then it is killed. */
    @WithDefault("5s")
    Duration killGrace();

    /** With {@code lines}: how many tasks a process works on before another one takes its place; any number unless given. */
    OptionalInt maxTasksPerProcess();

    /** How a program gets its tasks. */
    enum Mode {
        /** One process for each attempt: the payload on its standard input, the result on its standard output. */
        ONCE,
        /** A process works on one task after another, a line of JSON in each direction. */
        LINES
    }
}
