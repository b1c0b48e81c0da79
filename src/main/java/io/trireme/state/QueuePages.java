package io.trireme.state;

import java.util.ArrayList;
import java.util.Optional;

/** Shows the items of a queue a page at a time; {@code amount} is the place behind which the page begins, 0 for the first. */
final class QueuePages {
    private QueuePages() {}

    /** The answer's amount is where the next page begins, 0 if there is none: indexes are counted from the first item's. */
    static void answer(Desk desk, Line items, Command command) {
        var page = new ArrayList<String>();
        long bytes = 0;
        long index = items.first() + Math.min(command.amount(), items.next() - items.first());
        for (; index < items.next() && bytes < Limits.PAGE_BYTES; index++) {
            Optional<String> item = desk.at(items, index).map(Texts::of);
            if (item.isPresent()) {
                page.add(item.get());
                bytes += item.get().length();
            }
        }
        long next = index < items.next() ? index - items.first() : 0;
        desk.answer(command, Outcome.DONE, next, Json.text(page));
    }
}
