package org.example.greeter;

import io.trireme.Handles;

/** No bean itself: whoever extends it has its handler, which the build has to look for among all classes. */
abstract class Farewells {
    @Handles("farewells")
    void leave(Greeting greeting) {}
}
