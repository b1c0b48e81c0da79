package io.trireme.child;

import java.io.IOException;
import java.util.List;

/** What starts a child: asked at each start, since what it names may have to be made anew. Any thread. */
@FunctionalInterface
interface Launch {
    /** The program and its arguments. */
    List<String> command() throws IOException;
}
