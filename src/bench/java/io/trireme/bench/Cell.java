package io.trireme.bench;

import java.util.List;
import java.util.function.Predicate;

/**
 * One kind of work, and who does it; each round runs all rows once, in order.
 *
 * @param name what it is called on the command line
 * @param millis how long a task waits beside its parse
 */
record Cell(String name, int partitions, int keys, long millis, List<Row> rows) {
    Cell {
        rows = List.copyOf(rows);
    }

    /** The same without the other rows. */
    Cell only(Predicate<Row> chosen) {
        return new Cell(
                name, partitions, keys, millis, rows.stream().filter(chosen).toList());
    }

    String title() {
        return "%d ms of waiting, %d partition%s, %,d keys"
                .formatted(millis, partitions, partitions == 1 ? "" : "s", keys);
    }
}
