package io.trireme.child;

import java.util.Locale;
import java.util.regex.Pattern;

/** How the limits of children are spelled where they are set, for the sentences that name them. */
enum Spelling {
    /** A key under {@code trireme.queues."<queue>".}. */
    OF_QUEUE {
        @Override
        String of(String key) {
            return "process." + key;
        }
    },
    /** A method of {@code LocalPool.Builder}. */
    OF_POOL {
        @Override
        String of(String key) {
            return BEHIND_A_HYPHEN.matcher(key).replaceAll(found -> found.group(1)
                    .toUpperCase(Locale.ROOT));
        }
    };

    /** The key of the longest message. */
    static final String LONGEST = "max-message-bytes";

    private static final Pattern BEHIND_A_HYPHEN = Pattern.compile("-(.)");

    /** @param key as in the settings of a queue */
    abstract String of(String key);
}
