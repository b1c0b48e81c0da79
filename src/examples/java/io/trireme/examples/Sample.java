package io.trireme.examples;

import io.trireme.examples.Digest.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Some of the files that the demo digests: the largest, an empty one, and others drawn with equal chances from however
 * many there are; and what the handler said of them.
 *
 * <p>Files are offered by one thread, which then calls {@link #choose}; results come from any.
 */
final class Sample {
    private final int size;
    private final RandomGenerator random;
    private final List<Candidate> drawn = new ArrayList<>();
    private @Nullable Candidate largest;
    private @Nullable Candidate empty;
    private long files;
    private long bytes;
    private Map<String, Candidate> chosen = Map.of();
    private final Map<String, FileDigest> digests = new ConcurrentHashMap<>(); // only of those chosen

    /** A file as it was when it was chosen. */
    record Candidate(Path file, long size, FileTime modified) {
        /** Whether it is still there, and as it was. */
        boolean isUnchanged() {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return now.size() == size && now.lastModifiedTime().equals(modified);
            } catch (IOException gone) {
                return false;
            }
        }
    }

    /** @param size most files in the sample, at least 2 */
    Sample(int size, RandomGenerator random) {
        this.size = size;
        this.random = random;
    }

    /** One more file. One that cannot be looked at is counted, and not chosen. */
    void offer(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            offer(new Candidate(file, found.size(), found.lastModifiedTime()));
        } catch (IOException gone) {
            files++;
        }
    }

    /** Each file so far is in the reservoir with the same probability (Vitter's algorithm R). */
    private void offer(Candidate candidate) {
        if (largest == null || candidate.size() > largest.size()) {
            largest = candidate;
        }
        if (empty == null && candidate.size() == 0) {
            empty = candidate;
        }
        if (drawn.size() < size) {
            drawn.add(candidate);
        } else {
            long place = random.nextLong(files + 1);
            if (place < size) {
                drawn.set((int) place, candidate);
            }
        }
        files++;
        bytes += candidate.size();
    }

    /** All were offered: chooses. */
    void choose() {
        var all = new LinkedHashMap<String, Candidate>();
        Stream.concat(Stream.of(largest, empty).filter(Objects::nonNull), drawn.stream())
                .forEach(candidate -> {
                    if (all.size() < size) {
                        all.put(candidate.file().toString(), candidate);
                    }
                });
        chosen = all;
    }

    /** How many files were offered. */
    long files() {
        return files;
    }

    /** How large they were, together. */
    long bytes() {
        return bytes;
    }

    /** Those that were chosen. */
    Collection<Candidate> chosen() {
        return List.copyOf(chosen.values());
    }

    /** Keeps what the handler said of a file, if it was chosen. */
    void keep(@Nullable Object result) {
        if (result instanceof FileDigest digest && chosen.containsKey(digest.path())) {
            digests.put(digest.path(), digest);
        }
    }

    /** What the handler said of the file, if anything. */
    Optional<FileDigest> digest(Candidate candidate) {
        return Optional.ofNullable(digests.get(candidate.file().toString()));
    }
}
