package io.trireme.access;

import io.trireme.Fault;
import io.trireme.wire.Topics;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that are in force, by their hashes. Written one a line: name, roles, queues ({@code *} for all) and hash, with
 * blanks between; roles and queues have commas. Empty lines, and those that begin with {@code #}, say nothing.
 */
final class TokenTable {
    /** So many are compared with each request. */
    static final int MOST_TOKENS = 1_000;

    private static final int COLUMNS = 4;
    private static final String ALL = "*";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    @SuppressWarnings("ArrayRecordComponent") // compared in constant time, and never as a record
    private record Row(Grant grant, byte[] hash) {}

    private final List<Row> rows;

    private TokenTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * Reads a file's text.
     *
     * @param file its name, for messages
     * @throws io.trireme.TriremeException {@link Fault#TOKENS_WRONG} with the number of the line, and nothing of what is in it
     *     but names
     */
    static TokenTable read(String text, String file) {
        var rows = new ArrayList<Row>();
        var hashes = new HashSet<String>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            try {
                rows.add(row(line.strip().split("\\s+"), hashes));
            } catch (IllegalArgumentException wrong) {
                throw Fault.TOKENS_WRONG.because(file, "line " + number + " " + wrong.getMessage());
            }
        }
        if (rows.size() > MOST_TOKENS) {
            throw Fault.TOKENS_WRONG.because(file, "it has more than " + MOST_TOKENS + " tokens.");
        }
        return new TokenTable(rows);
    }

    /** A line of the file. */
    static String line(Grant grant, String hash) {
        String roles = String.join(
                ",", grant.roles().stream().sorted().map(CallerRole::word).toList());
        String queues = grant.isBounded()
                ? String.join(",", grant.queues().stream().sorted().toList())
                : ALL;
        return String.join(" ", grant.name(), roles, queues, hash);
    }

    /** What this token is for; empty for one that is not in force. */
    Optional<Grant> find(String token) {
        byte[] hash = Token.hash(token);
        @Nullable Grant found = null;
        for (Row row : rows) { // to the end, and each in constant time, so that the time tells nothing
            if (MessageDigest.isEqual(row.hash(), hash)) {
                found = row.grant();
            }
        }
        return Optional.ofNullable(found);
    }

    int size() {
        return rows.size();
    }

    private static Row row(String[] columns, Set<String> hashes) {
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException(
                    "has " + columns.length + " columns and not " + COLUMNS + ": name, roles, queues, hash.");
        }
        String hash = columns[3].toLowerCase(Locale.ROOT);
        if (!Token.isWrittenHash(hash)) {
            throw new IllegalArgumentException(
                    "has no hash in its last column; that is sha256: and 64 hexadecimal digits,"
                            + " never the token itself.");
        }
        if (!hashes.add(hash)) {
            throw new IllegalArgumentException("has the hash of another line. Give each caller a token of its own.");
        }
        return new Row(grant(columns[0], columns[1], columns[2]), Token.readHash(hash));
    }

    /** @throws IllegalArgumentException with the end of a sentence about the line */
    static Grant grant(String name, String roles, String queues) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "has a name that is not 1 to 64 letters, digits, dots, hyphens, underscores and @.");
        }
        return new Grant(name, roles(roles), queues.equals(ALL) ? Set.of() : queues(queues));
    }

    private static Set<CallerRole> roles(String text) {
        var roles = EnumSet.noneOf(CallerRole.class);
        for (String word : text.split(",", -1)) {
            roles.add(Arrays.stream(CallerRole.values())
                    .filter(role -> role.word().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "has roles other than viewer, publisher and operator in its second column.")));
        }
        return roles;
    }

    private static Set<String> queues(String text) {
        Set<String> queues = Set.copyOf(Arrays.asList(text.split(",", -1)));
        if (!queues.stream().allMatch(Topics::isQueue)) {
            throw new IllegalArgumentException("has something else than queues' names, or *, in its third column.");
        }
        return queues;
    }
}
