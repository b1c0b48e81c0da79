package io.trireme.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A secret that a caller shows: {@code trireme_} and 32 random bytes. The prefix tells it from tokens of others, and lets
 * programs that look for secrets in the wrong places find it.
 *
 * <p>Only its hash is kept. One round of SHA-256 is enough: what makes a password's hash slow is that passwords can be
 * guessed, and nobody guesses 256 random bits. A slow hash would be a way to keep the server busy instead.
 */
final class Token {
    private static final String PREFIX = "trireme_";
    private static final String HASH_PREFIX = "sha256:";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final Pattern HASH_FORM = Pattern.compile(HASH_PREFIX + "[0-9a-f]{64}");

    private Token() {}

    /** @param random has to be one that nobody can foretell */
    static String make(RandomGenerator random) {
        var secret = new byte[BYTES];
        random.nextBytes(secret);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Whether it can be one of ours. */
    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException impossible) { // every Java has it
            throw new IllegalStateException(impossible);
        }
    }

    /** The hash as the file of tokens has it. */
    static String written(byte[] hash) {
        return HASH_PREFIX + HexFormat.of().formatHex(hash);
    }

    static boolean isWrittenHash(String text) {
        return HASH_FORM.matcher(text).matches();
    }

    static byte[] readHash(String written) {
        return HexFormat.of().parseHex(written, HASH_PREFIX.length(), written.length());
    }
}
