package io.trireme.exec;

import io.trireme.TaskContext;
import io.trireme.consume.Handler;
import org.jspecify.annotations.Nullable;

/** A program as the handler of one task type. Called by several threads at once. */
final class ProgramHandler implements Handler {
    private final Program program;
    private final String type;
    private final Way way;

    ProgramHandler(Program program, String type, Way way) {
        this.program = program;
        this.type = type;
        this.way = way;
    }

    @Override
    public String queue() {
        return program.queue();
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String name() {
        return "command '" + program + "'";
    }

    @Override
    public void check() {
        program.check();
    }

    @Override
    public @Nullable Object handle(TaskContext task) throws Exception {
        return way.run(task);
    }
}
