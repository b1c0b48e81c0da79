package io.trireme.access;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme token}: makes a token for a caller of the HTTP API, and the line that lets it in. Used by one thread, once. */
@Command(
        name = "token",
        description =
                "Makes a token for a caller of the HTTP API, and the line of trireme.http.tokens-file that lets it in.",
        footer = {
            "",
            "The token goes to the caller, which sends it as Authorization: Bearer TOKEN; it is shown once and kept nowhere."
                    + " The line goes into the file, which running processes read again within seconds; taken out, the token"
                    + " is in force no more. To change a caller's token, put the new line beside the old one first.",
            "viewer looks, publisher publishes and asks for results, operator may do everything.",
            "Exit codes: 0 made, 2 the command line is wrong."
        })
public final class TokenCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Who it is for, as the log shall name it.")
    private String name = "";

    @Option(
            names = "--role",
            split = ",",
            required = true,
            paramLabel = "ROLE",
            description = "What the caller may do, one or more of: ${COMPLETION-CANDIDATES}.")
    private List<CallerRole> roles = List.of();

    @Option(
            names = "--queues",
            split = ",",
            paramLabel = "QUEUE",
            description = "The queues that it may do it with; all unless given.")
    private List<String> queues = List.of();

    @Override
    public Integer call() {
        Grant grant = checked();
        String token = Token.make(new SecureRandom());
        PrintWriter out = spec.commandLine().getOut();
        out.println("token  " + token);
        out.println("line   " + TokenTable.line(grant, Token.written(Token.hash(token))));
        out.flush();
        return 0;
    }

    private Grant checked() {
        try {
            String words = String.join(",", roles.stream().map(CallerRole::word).toList());
            return TokenTable.grant(name, words, queues.isEmpty() ? "*" : String.join(",", queues));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "This " + wrong.getMessage());
        }
    }
}
