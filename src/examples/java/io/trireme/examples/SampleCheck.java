package io.trireme.examples;

import io.trireme.examples.Digest.FileDigest;
import io.trireme.examples.Sample.Candidate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds the digests of a sample against those that somebody else made of the same files.
 *
 * @param right how many agree
 * @param skipped how many files changed or vanished meanwhile, of which nothing can be said
 * @param wrong what does not agree, as sentences
 */
record SampleCheck(int right, int skipped, List<String> wrong) {
    SampleCheck {
        wrong = List.copyOf(wrong);
    }

    /** Who knows better. */
    @FunctionalInterface
    interface Witness {
        /** The SHA-256 of the file in hexadecimal. */
        String sha256(Path file) throws IOException, InterruptedException;
    }

    static SampleCheck of(Sample sample, Witness witness) throws InterruptedException {
        int right = 0;
        int skipped = 0;
        var wrong = new ArrayList<String>();
        for (Candidate candidate : sample.chosen()) {
            Optional<String> complaint = complaint(candidate, sample.digest(candidate), witness);
            if (complaint.isEmpty()) {
                right++;
            } else if (candidate.isUnchanged()) {
                wrong.add(complaint.get());
            } else {
                skipped++;
            }
        }
        return new SampleCheck(right, skipped, wrong);
    }

    private static Optional<String> complaint(Candidate candidate, Optional<FileDigest> digest, Witness witness)
            throws InterruptedException {
        Path file = candidate.file();
        if (digest.isEmpty()) {
            return Optional.of("There is no digest of " + file + ".");
        }
        String ours = digest.get().sha256();
        try {
            String theirs = witness.sha256(file);
            return ours.equals(theirs)
                    ? Optional.empty()
                    : Optional.of("The digest of " + file + " is " + ours + ", but it should be " + theirs + ".");
        } catch (IOException silent) {
            return Optional.of("The digest of " + file + " could not be checked: " + silent.getMessage());
        }
    }
}
