package io.trireme.testing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Wing and Gong's search, with Lowe's memory of what was tried: is there an order of all operations that the model allows, in
 * which none comes before one that had returned before it was called? Histories of several objects are checked one by one.
 */
public final class Linearizability {
    private Linearizability() {}

    /** Empty if there is such an order; else the history up to where every order fails. */
    public static <S, I, O> Optional<String> violation(List<Operation<I, O>> history, Model<S, I, O> model) {
        var search = new Search<>(history, model);
        return search.succeeds() ? Optional.empty() : Optional.of(search.furthest());
    }

    private record Tried<S>(BitSet done, S state) {}

    /** A place in the search: what is in the order so far, the state after it, and which operation is looked at next. */
    private static final class Level<S> {
        final BitSet done;
        final S state;
        int next;

        Level(BitSet done, S state) {
            this.done = done;
            this.state = state;
            this.next = done.nextClearBit(0);
        }
    }

    private static final class Search<S, I, O> {
        private final List<Operation<I, O>> history;
        private final Model<S, I, O> model;
        private final int needed;
        private final Set<Tried<S>> tried = new HashSet<>();
        private BitSet best = new BitSet();

        Search(List<Operation<I, O>> history, Model<S, I, O> model) {
            this.history = history.stream()
                    .sorted(Comparator.comparingLong(Operation::called))
                    .toList();
            this.model = model;
            this.needed = (int) history.stream()
                    .filter(operation -> operation.output().isPresent())
                    .count();
        }

        boolean succeeds() {
            var levels = new ArrayList<Level<S>>();
            levels.add(new Level<>(new BitSet(), model.initial()));
            while (!levels.isEmpty()) {
                Level<S> level = levels.getLast();
                if (knownIn(level.done) == needed) {
                    return true;
                }
                Optional<Level<S>> deeper = next(level);
                if (deeper.isPresent()) {
                    levels.add(deeper.get());
                } else {
                    levels.removeLast();
                }
            }
            return false;
        }

        private int knownIn(BitSet done) {
            return (int) done.stream()
                    .filter(index -> history.get(index).output().isPresent())
                    .count();
        }

        /** One more operation in the order, one that no other must come before. */
        private Optional<Level<S>> next(Level<S> level) {
            long earliestReturn = Operation.NEVER;
            for (int i = level.done.nextClearBit(0); i < history.size(); i = level.done.nextClearBit(i + 1)) {
                earliestReturn = Math.min(earliestReturn, history.get(i).returned());
            }
            while (level.next < history.size()) {
                int index = level.next;
                Operation<I, O> operation = history.get(index);
                if (operation.called() > earliestReturn) {
                    return Optional.empty();
                }
                level.next = level.done.nextClearBit(index + 1);
                Optional<S> after = model.step(level.state, operation.input(), operation.output());
                if (after.isPresent()) {
                    BitSet done = (BitSet) level.done.clone();
                    done.set(index);
                    if (done.cardinality() > best.cardinality()) {
                        best = done;
                    }
                    if (tried.add(new Tried<>(done, after.get()))) {
                        return Optional.of(new Level<>(done, after.get()));
                    }
                }
            }
            return Optional.empty();
        }

        String furthest() {
            var text = new StringBuilder(
                    "no order of these operations explains the history; + are in the longest that was found\n");
            for (int i = 0; i < history.size(); i++) {
                text.append(best.get(i) ? "+ " : "- ").append(history.get(i)).append('\n');
            }
            return text.toString();
        }
    }
}
