package io.trireme.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the docs that is made from the code: a test compares, and with {@code -Ddocs.update=true} writes it first. */
public final class MadePage {
    private MadePage() {}

    /** Fails when the page says something else than it would if it were made now. */
    public static void verify(Path page, String made) throws IOException {
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(page, made);
        }
        assertThat(Files.readString(page))
                .as("%s; make it anew with mvn test -Ddocs.update=true", page)
                .isEqualTo(made);
    }
}
