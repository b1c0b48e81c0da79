package io.trireme.access;

import io.trireme.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Where the HTTP face may listen. */
public final class Listening {
    private Listening() {}

    /**
     * @param host where it is to listen; on every address unless given
     * @param tokens whether callers need a token
     * @throws io.trireme.TriremeException {@link Fault#HTTP_UNGUARDED}, or {@link Fault#SETTING_WRONG}: no address
     */
    public static void check(Optional<String> host, boolean tokens) {
        if (!tokens && !host.map(Listening::isLoopback).orElse(false)) {
            throw Fault.HTTP_UNGUARDED.because(host.orElse("not set"));
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw Fault.SETTING_WRONG.causedBy(
                    unknown, "quarkus.http.host", host, "which is no address of this machine. Use 127.0.0.1.");
        }
    }
}
