package io.trireme.examples;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The regular files below some directories, one by one, however many there are. Symbolic links are not followed.
 *
 * <p>Unlike {@link Files#walk}, it goes on when a directory cannot be read, and counts it. Not thread-safe.
 */
final class RegularFiles implements Iterator<Path>, AutoCloseable {
    private final Deque<Path> roots;
    private final Set<Path> excluded;
    private final Deque<DirectoryStream<Path>> open = new ArrayDeque<>(); // as many as the tree is deep
    private final Deque<Iterator<Path>> rest = new ArrayDeque<>(); // of the same directories
    private @Nullable Path next;
    private int unreadable;

    /** @param excluded directories and files that are left out, as paths below the roots */
    RegularFiles(Collection<Path> roots, Set<Path> excluded) {
        this.roots = new ArrayDeque<>(roots);
        this.excluded = Set.copyOf(excluded);
    }

    @Override
    public boolean hasNext() {
        while (next == null && (!rest.isEmpty() || !roots.isEmpty())) {
            advance();
        }
        return next != null;
    }

    @Override
    public Path next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Path file = next;
        next = null;
        return file;
    }

    /** Directories that could not be read, or not to their end. */
    int unreadable() {
        return unreadable;
    }

    private void advance() {
        Iterator<Path> entries = rest.peek();
        try {
            if (entries == null) {
                enter(roots.remove());
            } else if (entries.hasNext()) {
                visit(entries.next());
            } else {
                leave();
            }
        } catch (DirectoryIteratorException broken) {
            unreadable++;
            leave();
        }
    }

    private void visit(Path entry) {
        if (excluded.contains(entry)) {
            return;
        }
        if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
            next = entry;
        } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            enter(entry);
        }
    }

    @SuppressWarnings("StreamResourceLeak") // leave() closes it
    private void enter(Path directory) {
        try {
            DirectoryStream<Path> entries = Files.newDirectoryStream(directory);
            open.push(entries);
            rest.push(entries.iterator());
        } catch (IOException barred) {
            unreadable++;
        }
    }

    private void leave() {
        rest.pop();
        try {
            open.pop().close();
        } catch (IOException gone) {
            unreadable++;
        }
    }

    /** Leaves the rest out. */
    @Override
    public void close() {
        roots.clear();
        while (!rest.isEmpty()) {
            leave();
        }
    }
}
