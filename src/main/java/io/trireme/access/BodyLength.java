package io.trireme.access;

import io.trireme.wire.Problem;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How long a request says that its body is; beyond what an {@code int} holds, too. */
public final class BodyLength {
    private BodyLength() {}

    /**
     * The length that is told, if one is.
     *
     * @param header the value of {@code Content-Length}, or null
     * @throws jakarta.ws.rs.WebApplicationException 400, a problem: no number of bytes
     */
    public static OptionalLong of(@Nullable String header) {
        if (header == null) {
            return OptionalLong.empty();
        }
        try {
            long length = Long.parseLong(header.strip());
            if (length >= 0) {
                return OptionalLong.of(length);
            }
        } catch (NumberFormatException unreadable) {
            // as one below 0
        }
        throw Problem.of(400, "Content-Length is no number of bytes.").asException();
    }
}
