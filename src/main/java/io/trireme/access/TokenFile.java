package io.trireme.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.Fault;
import io.trireme.TriremeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a file, which may change while the process runs.
 *
 * <p>A change is in force as a whole or not at all: a file that cannot be read, or has a mistake, leaves what was in force
 * before, and the log says so; and one that was found half written is another one at the next look, so what two looks in a row find
 * is taken in. One thread looks; any thread asks.
 */
final class TokenFile {
    /** Beyond it the file is another one by mistake. */
    private static final int MOST_BYTES = 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(TokenFile.class);

    private final Path file;
    private String read; // what is in force; the looking thread's alone, as is what follows
    private @Nullable String seen; // by the last look, if it could read
    private String trouble = "";
    private volatile TokenTable table; // written by the looking thread, read by requests

    private TokenFile(Path file, String read, TokenTable table) {
        this.file = file;
        this.read = read;
        this.seen = read;
        this.table = table;
    }

    /** @throws TriremeException {@link Fault#TOKENS_WRONG}: unreadable, wrong, or empty, which opens to nobody */
    static TokenFile open(Path file) {
        String text = text(file);
        TokenTable table = TokenTable.read(text, file.toString());
        if (table.size() == 0) {
            throw Fault.TOKENS_WRONG.because(file, "it holds no token.");
        }
        return new TokenFile(file, text, table);
    }

    /** What this token is for; empty for one that is not in force. Any thread. */
    Optional<Grant> find(String token) {
        return table.find(token);
    }

    /** Takes in what has changed, if the look before found it so too. */
    void look() {
        try {
            String before = seen;
            seen = null;
            String text = text(file);
            seen = text;
            boolean settled = text.equals(before);
            if (!settled) {
                return;
            }
            if (!text.equals(read)) {
                TokenTable next = TokenTable.read(text, file.toString());
                read = text;
                table = next;
                LOG.infof("%s has changed; %d tokens are in force", file, next.size());
            }
            trouble = "";
        } catch (RuntimeException wrong) { // whatever it is, the next look is taken
            String sentence = String.valueOf(wrong.getMessage());
            if (!sentence.equals(trouble)) { // once, not at every look
                trouble = sentence;
                LOG.errorf("%s The tokens that were in force before stay so", sentence);
            }
        }
    }

    /** By its content and not its time, which a mounted secret need not change. */
    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw Fault.TOKENS_WRONG.because(file, "it is larger than " + MOST_BYTES + " bytes.");
            }
            return new String(bytes, UTF_8);
        } catch (IOException unreadable) {
            throw Fault.TOKENS_WRONG.causedBy(
                    unreadable,
                    file,
                    "it cannot be read (" + unreadable.getClass().getSimpleName() + ").");
        }
    }
}
