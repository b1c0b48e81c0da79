package io.trireme;

/**
 * How far a handler said that it is.
 *
 * @param done how much is done
 * @param total how much there is to do; 0 when that is not known
 * @param note a few words for people
 */
public record TaskProgress(long done, long total, String note) {
    /** Longest note kept, in characters. */
    public static final int LONGEST_NOTE = 500;

    public TaskProgress {
        if (done < 0 || total < 0) {
            throw new IllegalArgumentException("done is " + done + " of " + total + "; neither can be below 0");
        }
        note = note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE) + "…";
    }
}
