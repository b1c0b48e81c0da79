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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
        synopsisSubcommandLabel = "COMMAND")
public final class Trireme {
    private static final List<Class<?>> COMMANDS = List.of(
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
            TokenCommand.class);

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
        System.exit(commandLine(arguments).execute(arguments));
    }

    /**
     * What reads this line. If it begins with a command, then of that one only: to look at all of them is a good part of what
     * a start takes.
     */
    static CommandLine commandLine(String... arguments) {
        var trireme = new Trireme();
        var line = new CommandLine(trireme);
        Optional<Class<?>> named = Arrays.stream(arguments).findFirst().flatMap(Trireme::command);
        if (named.isPresent()) {
            line.addSubcommand(named.get());
        } else {
            COMMANDS.forEach(line::addSubcommand);
            addDemo(line);
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Errors::wrongUsage)
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> Errors.failed(failure, command, trireme.verbose));
    }

    /** Commands are named like their classes. */
    private static Optional<Class<?>> command(String name) {
        return COMMANDS.stream()
                .filter(command -> command.getSimpleName().equalsIgnoreCase(name + "Command"))
                .findFirst();
    }

    private static void addDemo(CommandLine line) {
        try {
            line.addSubcommand(Class.forName(DEMO, true, Trireme.class.getClassLoader()));
        } catch (ClassNotFoundException notInThisBuild) {
            // the command is not there, and the help does not list it
        }
    }
}
