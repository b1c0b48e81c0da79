package io.trireme;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Settings of the HTTP face, under {@code trireme.http.}; a part of {@link TriremeConfig}. */
public interface HttpSettings {
    /** Whether Trireme's resources under {@code /api} are part of the application; fixed when it is built. */
    @WithDefault("false")
    boolean enabled();

    /** The file of the tokens that callers need, one a line, as {@code trireme token} prints it; a change is in force within seconds. Without it HTTP listens on loopback only, and anybody there may do everything. */
    Optional<String> tokensFile();

    /** Most bytes of a body that is one payload, or of a line of a batch. */
    @WithDefault("16777216")
    int maxPayloadBytes();

    /** Most bytes of a batch. */
    @WithDefault("1073741824")
    long maxBatchBytes();

    /** The headers of a request that become headers of its tasks; none unless given. */
    Optional<List<String>> taskHeaders();
}
