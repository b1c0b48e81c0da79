package io.trireme.app;

import jakarta.ws.rs.core.UriInfo;

/** Which requests are for Trireme's own HTTP face; an application that has it in may have others beside it. */
final class Api {
    static final String ROOT = "/api/";

    private Api() {}

    static boolean has(UriInfo uri) {
        return (uri.getPath() + "/").startsWith(ROOT);
    }
}
