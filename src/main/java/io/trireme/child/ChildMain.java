package io.trireme.child;

import io.quarkus.runtime.Quarkus;
import io.trireme.Fault;
import io.trireme.process.Lifeline;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a child process runs: the whole application, with the role {@code child}. Settings come from the parent, so that none
 * is on a command line where others could read it. Used by the main thread.
 */
public final class ChildMain {
    /** Settings are short, and come before it is known how long frames may be. */
    static final int LONGEST_SETUP = 16 << 20;

    /** The exit code of a child that could not start. */
    static final int NOT_STARTED = 70;

    private ChildMain() {}

    /** Starts the application and does what the parent wants, until that closes the line. */
    public static void main(String... arguments) throws IOException {
        ignoreInterrupt();
        Frame.Setup setup = setUp();
        ChildLog.install();
        Quarkus.run(
                ChildApplication.class,
                (code, failure) -> {
                    if (failure != null) {
                        refuse(setup, failure);
                    }
                    System.exit(failure == null ? code : NOT_STARTED);
                },
                setup.socket(),
                setup.queue(),
                Integer.toString(setup.longest()));
    }

    /**
     * A Ctrl-C goes to all processes of a terminal, and what becomes of this one is its parent's affair: that drains first. Asked
     * by name, since the compiler warns of the class; where there is none the child ends too soon, and the attempt is made again.
     */
    static void ignoreInterrupt() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance("INT"),
                            handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException | IllegalArgumentException none) {
            // as said
        }
    }

    /**
     * Takes the settings that the parent sends, and ends this process when it dies: the system closes the standard input then.
     * {@code System.in} is empty from now on.
     */
    static Frame.Setup setUp() throws IOException {
        System.setIn(InputStream.nullInputStream());
        var parent = new FileInputStream(FileDescriptor.in);
        if (!(FrameCodec.read(new DataInputStream(parent), LONGEST_SETUP) instanceof Frame.Setup setup)) {
            throw new IOException(
                    "This program is started by Trireme, for queues with runner=process, and by nobody else.");
        }
        Lifeline.watch(parent, () -> Runtime.getRuntime().halt(ChildLife.ORPHANED));
        setup.settings().forEach(System::setProperty);
        if (setup.version() != FrameCodec.VERSION) {
            refuse(setup, Fault.CHILD_UNUSABLE.because(setup.queue(), otherVersion(setup.version())));
            Runtime.getRuntime().halt(NOT_STARTED);
        }
        return setup;
    }

    static String otherVersion(int version) {
        return "the application was replaced while it ran: its process speaks version " + version
                + " with its children, and what lies on disk version " + FrameCodec.VERSION + ". Restart it.";
    }

    /** Tells the parent why there is no child. */
    static void refuse(Frame.Setup setup, @Nullable Throwable why) {
        try (ParentLink link = ParentLink.connect(setup, new CurrentAttempt())) {
            link.say(new Frame.Refused(why == null ? new IllegalStateException("unknown") : why));
        } catch (IOException dead) {
            // it does not wait for us any more
        }
    }
}
