package io.trireme.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this process, as dead letters and status pages show it. */
public final class ProcessName {
    private ProcessName() {}

    /** Host and process id, as {@code host-4711}. */
    public static String here() {
        return host() + "-" + ProcessHandle.current().pid();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
