package io.trireme.examples;

import io.trireme.Handles;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * The first handler: a method that takes what was published.
 *
 * <pre>{@code
 * trireme dev
 * echo '{"name":"Ada"}' | kcat -P -b 127.0.0.1:9092 -t greetings
 * }</pre>
 */
@ApplicationScoped
class Greetings {
    private static final Logger LOG = Logger.getLogger(Greetings.class);

    /** The payload, read from JSON. */
    record Person(String name) {}

    @Handles("greetings")
    String greet(Person person) {
        String greeting = "Hello, " + person.name() + "!";
        LOG.info(greeting);
        return greeting;
    }
}
