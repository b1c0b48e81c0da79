package io.trireme.child;

import io.trireme.process.ProcessTree;
import io.trireme.process.ProcessTrees;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** Starts the children of one queue. Any thread, several at once. */
final class ChildStart {
    /** Where a JVM finds options; those of this one that a child is to have are in its command. */
    private static final Set<String> JVM_OPTIONS = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final ChildSettings settings;
    private volatile Launch launch; // written when there is a better one, read at each start
    private final Map<String, String> properties;
    private final ChildFolder folder;
    private final ProcessTrees trees;
    private final ChildOutput output;
    private final Executor threads;
    private final Measures measures;
    private final Numbers numbers = new Numbers();

    /**
     * @param launch starts one
     * @param properties the settings that it starts with
     * @param folder where the sockets are
     * @param threads runs a job for each child, for as long as that lives
     * @param measures takes what the children's meters measure
     */
    ChildStart(
            ChildSettings settings,
            Launch launch,
            Map<String, String> properties,
            ChildFolder folder,
            ProcessTrees trees,
            Executor threads,
            Measures measures) {
        this.settings = settings;
        this.launch = launch;
        this.properties = Map.copyOf(properties);
        this.folder = folder;
        this.trees = trees;
        this.output = new ChildOutput(settings.queue());
        this.threads = threads;
        this.measures = measures;
    }

    /** Starts others so from now on. */
    void launch(Launch better) {
        launch = better;
    }

    ChildSettings settings() {
        return settings;
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @throws Child.Lost when it does not get there
     * @throws InterruptedException when the thread is interrupted; the process is gone then
     */
    Child start() throws Child.Lost, InterruptedException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path socket = folder.socket();
            try {
                server.bind(UnixDomainSocketAddress.of(socket));
                return start(server, socket);
            } finally {
                discard(socket);
            }
        } catch (IOException unusable) { // no such program, no more processes, a path too long for a socket
            throw new Child.Lost(String.valueOf(unusable.getMessage()));
        }
    }

    private static void discard(Path socket) {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException left) {
            // goes with the temporary files of the system
        }
    }

    private Child start(ServerSocketChannel server, Path socket) throws IOException, Child.Lost, InterruptedException {
        var builder = new ProcessBuilder(launch.command()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(JVM_OPTIONS);
        ProcessTree tree = trees.start(builder);
        var words = new ChildOutput.Words();
        long pid = tree.root().pid();
        var patience = new StartPatience();
        FrameChannel channel = null;
        SocketChannel control = null;
        boolean ready = false;
        try {
            threads.execute(() -> output.follow(pid, tree.root().getInputStream(), words));
            setUp(tree.root().getOutputStream(), socket);
            channel = new FrameChannel(accept(server, tree, patience), settings.longest());
            hear(channel.read(patience));
            control = accept(server, tree, patience);
            control.configureBlocking(false);
            patience.check();
            ready = true;
            return new Child(tree, channel, control, settings, words, numbers.of(settings.queue(), measures));
        } catch (Patience.Over late) {
            patience.check();
            throw new Child.Lost("it was not ready within " + settings.spelled("start-timeout") + " ("
                    + settings.startTimeout() + ")");
        } catch (IOException broken) {
            throw new Child.Lost(Child.ending(tree, words) + " before it was ready" + afterword(words));
        } finally {
            if (!ready) {
                if (channel != null) {
                    channel.close();
                }
                if (control != null) {
                    control.close();
                }
                tree.kill(Duration.ZERO);
                tree.close();
            }
        }
    }

    /** No more starts. */
    void close() {
        folder.close();
    }

    private static String afterword(ChildOutput.Words words) {
        String last = words.asEnd();
        return last.isEmpty() ? "" : "." + last;
    }

    private void setUp(OutputStream control, Path socket) throws IOException {
        control.write(FrameCodec.encode(new Frame.Setup(
                FrameCodec.VERSION, socket.toString(), settings.queue(), settings.longest(), properties)));
        control.flush();
    }

    private static SocketChannel accept(ServerSocketChannel server, ProcessTree tree, StartPatience patience)
            throws IOException, Patience.Over {
        server.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            tree.root().onExit().thenRun(selector::wakeup);
            while (true) {
                SocketChannel child = server.accept();
                if (child != null) {
                    return child;
                }
                if (!tree.root().isAlive()) {
                    throw new EOFException("nobody connects");
                }
                selector.select(key -> {}, patience.waitMillis());
                if (Thread.interrupted()) {
                    patience.interrupted();
                }
            }
        }
    }

    private static void hear(Frame first) throws Child.Lost {
        switch (first) {
            case Frame.Hello(int version) when version == FrameCodec.VERSION -> {}
            case Frame.Hello(int version) -> throw new Child.Lost(ChildMain.otherVersion(version));
            case Frame.Refused(Throwable why) -> throw new Child.Lost("it could not start: " + innermost(why));
            case Frame other -> throw new Child.Lost("it said what nobody asked for");
        }
    }

    /** What a container says of a failure goes around what is the matter. */
    private static Throwable innermost(Throwable why) {
        Throwable last = why;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last;
    }

    /** Waits until the child is late, or the thread is interrupted. */
    private final class StartPatience implements Patience {
        private final long deadline =
                System.nanoTime() + settings.startTimeout().toNanos();
        private boolean interrupted;

        @Override
        public long waitMillis() throws Over {
            long left = deadline - System.nanoTime();
            if (left <= 0 || interrupted) {
                throw new Over();
            }
            return Duration.ofNanos(left).toMillis() + 1;
        }

        @Override
        public void interrupted() {
            interrupted = true;
        }

        private void check() throws InterruptedException {
            if (interrupted) {
                throw new InterruptedException("while a child process started");
            }
        }
    }
}
