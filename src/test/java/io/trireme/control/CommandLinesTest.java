package io.trireme.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.Writer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** What the command lines take; what comes of it needs brokers. */
class CommandLinesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "concurrency mail 8",
                "concurrency mail --configured",
                "revoke 01a21281-9342-75b3-aa73-5ecafac4ea38",
                "revoke --group night",
                "purge mail --yes",
                "pause mail",
                "resume mail",
                "running mail --json"
            })
    void an_order_is_taken(String line) {
        assertThatCode(() -> commands().parseArgs(line.split(" "))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "concurrency",
                "concurrency mail",
                "concurrency mail many",
                "concurrency mail 8 --configured",
                "concurrency 8 --configured mail",
                "revoke",
                "revoke id --group night",
                "purge mail",
                "pause",
                "running"
            })
    void half_an_order_and_two_at_once_are_refused_before_anybody_is_asked(String line) {
        var commands = commands().setErr(new PrintWriter(Writer.nullWriter()));

        assertThat(commands.execute(line.split(" "))).isEqualTo(ExitCode.USAGE);
    }

    private static CommandLine commands() {
        return new CommandLine(new All())
                .addSubcommand(new ConcurrencyCommand())
                .addSubcommand(new RevokeCommand())
                .addSubcommand(new PurgeCommand())
                .addSubcommand(new PauseCommand())
                .addSubcommand(new ResumeCommand())
                .addSubcommand(new RunningCommand());
    }

    @CommandLine.Command(name = "all")
    private static final class All {}
}
