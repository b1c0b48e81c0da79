package io.trireme.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this process, as dead letters and status pages show it. */
public final class ProcessName {
    private static final String AT = "@";

    private ProcessName() {}

    /** Host and process id, as {@code host-4711}. */
    public static String here() {
        return host() + "-" + ProcessHandle.current().pid();
    }

    /** The id of the client that takes part in a queue's group for this process: the brokers tell it to whoever asks. */
    public static String client(String queue) {
        return "trireme-" + queue + AT + here();
    }

    /** The process that a client with this id belongs to; the id itself when it is none of ours. */
    public static String ofClient(String id) {
        return id.substring(id.lastIndexOf(AT) + 1);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
