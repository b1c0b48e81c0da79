package io.trireme.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where sockets and argument files of children lie: a folder for this user alone, among the temporary files. Those are swept in
 * many a system when they are some days old, and this process may be older; so what is gone is made anew.
 *
 * <p>Threading: any thread.
 */
final class ChildFolder implements AutoCloseable {
    /** Counts the sockets of this process, for their names: short ones, since all of a path may have 104 characters. */
    private static final AtomicLong SOCKETS = new AtomicLong();

    private final Path parent;
    private final Set<String> names = new HashSet<>(); // of argument files; guarded by this, like the next ones
    private Path folder;
    private UserPrincipal owner;
    private boolean closed;

    /** @param parent has the folder made in it */
    ChildFolder(Path parent) throws IOException {
        this.parent = parent;
        this.folder = Files.createTempDirectory(parent, "trireme-");
        this.owner = Files.getOwner(folder);
    }

    /** Among the temporary files of this system. */
    static ChildFolder temporary() throws IOException {
        return new ChildFolder(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The path of another socket. */
    synchronized Path socket() throws IOException {
        return folder().resolve(Long.toString(SOCKETS.incrementAndGet()));
    }

    /**
     * Starts children so, with the arguments in a file here.
     *
     * @param name of the file
     */
    Launch launch(String name, ChildCommand command) {
        return () -> {
            synchronized (this) { // no start sees half of the file that another one makes
                Path file = folder().resolve(name);
                names.add(name);
                return Files.exists(file) ? command.from(file) : command.in(file);
            }
        };
    }

    /**
     * The folder, if need be another one: the name of one that was swept is anybody's, and whoever has a folder there could have
     * children do what he likes.
     */
    private Path folder() throws IOException {
        if (closed) {
            throw new IOException("no child starts any more");
        }
        if (!isOurs()) {
            folder = Files.createTempDirectory(parent, "trireme-");
            owner = Files.getOwner(folder);
        }
        return folder;
    }

    private boolean isOurs() {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner);
        } catch (IOException swept) {
            return false;
        }
    }

    /** Leaves nothing, but what somebody else has put there. */
    @Override
    public synchronized void close() {
        closed = true;
        if (!isOurs()) {
            return;
        }
        try {
            for (String name : names) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        } catch (IOException left) {
            // goes with the temporary files of the system
        }
    }
}
