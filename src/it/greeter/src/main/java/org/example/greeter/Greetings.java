package org.example.greeter;

import io.trireme.Handles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

@ApplicationScoped
class Greetings extends Farewells {
    private final List<String> greeted = new CopyOnWriteArrayList<>();

    @Handles("greetings")
    void greet(Greeting greeting) {
        greeted.add(greeting.name());
    }

    List<String> greeted() {
        return List.copyOf(greeted);
    }
}
