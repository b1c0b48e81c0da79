package io.trireme.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks the program {@code sha256sum}, which has nothing in common with the handler that it judges. */
final class Sha256Sum implements SampleCheck.Witness {
    private static final String PROGRAM = "sha256sum";
    private static final int LONGEST_ANSWER = 4096;

    /** The program gets the file as its input and not its name, which it would have to quote. */
    @Override
    public String sha256(Path file) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(PROGRAM)
                .redirectInput(file.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(program.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        int code = program.waitFor();
        if (code != 0) {
            throw new IOException(PROGRAM + " ended with " + code);
        }
        return answer.strip().split("\\s", 2)[0];
    }
}
