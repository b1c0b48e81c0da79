package io.trireme.app;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.trireme.access.TokenCommand;
import io.trireme.consume.QueuesCommand;
import io.trireme.control.ConcurrencyCommand;
import io.trireme.control.PauseCommand;
import io.trireme.control.PurgeCommand;
import io.trireme.control.ResumeCommand;
import io.trireme.control.RevokeCommand;
import io.trireme.control.RunningCommand;
import io.trireme.deadletter.DeadCommand;
import io.trireme.publish.PublishCommand;
import io.trireme.result.ResultCommand;
import io.trireme.schedule.ScheduleCommand;
import io.trireme.state.StateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * {@code trireme}: the one launcher. Each capability brings its command; those that only ask or publish never start
 * Quarkus.
 */
@QuarkusMain(name = "trireme")
@Command(
        name = "trireme",
        description = "Background work on threads, processes and coroutines, over Kafka topics.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        subcommands = {
            DevCommand.class,
            WorkCommand.class,
            ExecCommand.class,
            PublishCommand.class,
            ResultCommand.class,
            QueuesCommand.class,
            DeadCommand.class,
            ScheduleCommand.class,
            StateCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RevokeCommand.class,
            ConcurrencyCommand.class,
            PurgeCommand.class,
            RunningCommand.class,
            TokenCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Trireme {
    /** The demo lies with the examples, which are in the service and not in the library. */
    private static final String DEMO = "io.trireme.examples.DemoCommand";

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the stack of an error.")
    private boolean verbose;

    private Trireme() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var trireme = new Trireme();
        var line = new CommandLine(trireme);
        try {
            line.addSubcommand(Class.forName(DEMO, true, Trireme.class.getClassLoader()));
        } catch (ClassNotFoundException notInThisBuild) {
            // the command is not there, and the help does not list it
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Errors::wrongUsage)
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> Errors.failed(failure, command, trireme.verbose));
    }
}
