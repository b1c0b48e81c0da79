package io.trireme.bench;

import java.util.List;
import java.util.Optional;

/** The words of the command line. */
record Options(List<String> words) {
    Options {
        words = List.copyOf(words);
    }

    boolean has(String name) {
        return words.contains(name);
    }

    int number(String name, int otherwise) {
        int at = words.indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(words.get(at + 1));
    }

    Optional<String> word(String name) {
        int at = words.indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
    }

    /** What stands behind the name, joined by plus signs; nothing where it is absent. */
    List<String> list(String name) {
        int at = words.indexOf(name);
        return at < 0 ? List.of() : List.of(words.get(at + 1).split("\\+", -1));
    }
}
