package io.trireme.state;

import io.trireme.testing.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What shared objects are to do, written once more and as plainly as can be, for histories to be checked against. */
final class Models {
    private Models() {}

    /** What was asked, of one object. */
    record Asked(String who, Verb verb, String field, String value, long amount) {}

    /** What was answered. */
    record Said(Outcome outcome, long amount, String value) {}

    /** A lock: who has it, and the largest token that was ever given. */
    record Held(String by, long token) {}

    static final Model<Held, Asked, Said> LOCK = new Model<>() {
        @Override
        public Held initial() {
            return new Held("", -1);
        }

        @Override
        public Optional<Held> step(Held state, Asked asked, Optional<Said> said) {
            Outcome outcome = said.map(Said::outcome).orElse(Outcome.DONE);
            boolean free = state.by().isEmpty();
            boolean holds = state.by().equals(asked.who());
            return switch (asked.verb()) {
                case ACQUIRE ->
                    switch (outcome) {
                        case DONE -> {
                            long token = said.map(Said::amount).orElse(state.token() + 1);
                            yield free && token > state.token()
                                    ? Optional.of(new Held(asked.who(), token))
                                    : Optional.empty();
                        }
                        case REFUSED -> free ? Optional.empty() : Optional.of(state);
                        default -> Optional.of(state);
                    };
                case RELEASE ->
                    switch (outcome) {
                        case DONE -> holds ? Optional.of(new Held("", state.token())) : Optional.empty();
                        default -> holds ? Optional.empty() : Optional.of(state);
                    };
                // the end of a session
                case CLOSE -> Optional.of(holds ? new Held("", state.token()) : state);
                default -> Optional.empty();
            };
        }
    };

    /** A bounded semaphore: how many permits are free, and who has how many. Anybody may release, as with the JDK's. */
    record Permits(long free, Map<String, Long> held) {
        long heldBy(String who) {
            return held.getOrDefault(who, 0L);
        }

        Permits with(String who, long now, long left) {
            var after = new TreeMap<>(held);
            after.put(who, now);
            return new Permits(left, after);
        }
    }

    static Model<Permits, Asked, Said> semaphore(int permits) {
        return new Model<>() {
            @Override
            public Permits initial() {
                return new Permits(permits, Map.of());
            }

            @Override
            public Optional<Permits> step(Permits state, Asked asked, Optional<Said> said) {
                Outcome outcome = said.map(Said::outcome).orElse(Outcome.DONE);
                String who = asked.who();
                long held = state.heldBy(who);
                if (asked.verb() == Verb.CLOSE) {
                    return Optional.of(state.with(who, 0, Math.min(permits, state.free() + held)));
                }
                if (outcome != Outcome.DONE) {
                    boolean fits = outcome != Outcome.OVER_BOUND || state.free() + asked.amount() > permits;
                    return fits ? Optional.of(state) : Optional.empty();
                }
                boolean takes = asked.verb() == Verb.ACQUIRE;
                long free = state.free() + (takes ? -asked.amount() : asked.amount());
                long now = Math.max(0, held + (takes ? asked.amount() : -asked.amount()));
                return free < 0 || free > permits ? Optional.empty() : Optional.of(state.with(who, now, free));
            }
        };
    }

    /** A queue that never loses an item, nor gives one out twice or out of order. */
    static Model<List<String>, Asked, Said> queue(int bound) {
        return new Model<>() {
            @Override
            public List<String> initial() {
                return List.of();
            }

            @Override
            public Optional<List<String>> step(List<String> state, Asked asked, Optional<Said> said) {
                Outcome outcome = said.map(Said::outcome).orElse(Outcome.DONE);
                if (asked.verb() == Verb.CLOSE) {
                    return Optional.of(state);
                }
                boolean puts = asked.verb() == Verb.PUT;
                return switch (outcome) {
                    case DONE -> puts ? put(state, asked) : take(state, said);
                    case REFUSED -> state.size() == (puts ? bound : 0) ? Optional.of(state) : Optional.empty();
                    default -> Optional.of(state);
                };
            }

            private Optional<List<String>> put(List<String> state, Asked asked) {
                if (state.size() == bound) {
                    return Optional.empty();
                }
                var after = new ArrayList<>(state);
                after.add(asked.value());
                return Optional.of(after);
            }

            private Optional<List<String>> take(List<String> state, Optional<Said> said) {
                if (state.isEmpty() || said.isPresent() && !said.get().value().equals(state.getFirst())) {
                    return Optional.empty();
                }
                return Optional.of(List.copyOf(state.subList(1, state.size())));
            }
        };
    }

    /** One entry of a map; empty: there is none. */
    static final Model<String, Asked, Said> ENTRY = new Model<>() {
        @Override
        public String initial() {
            return "";
        }

        @Override
        public Optional<String> step(String state, Asked asked, Optional<Said> said) {
            if (said.isPresent() && said.get().outcome() == Outcome.LEASE_LOST) {
                return Optional.of(state);
            }
            if (said.isPresent() && !said.get().value().equals(state)) {
                return Optional.empty(); // each answer says what was there before
            }
            return switch (asked.verb()) {
                case PUT -> Optional.of(asked.value());
                case REMOVE -> Optional.of("");
                case PUT_IF_ABSENT -> Optional.of(state.isEmpty() ? asked.value() : state);
                default -> Optional.of(state);
            };
        }
    };

    static final Model<Long, Asked, Said> COUNTER = new Model<>() {
        @Override
        public Long initial() {
            return 0L;
        }

        @Override
        public Optional<Long> step(Long state, Asked asked, Optional<Said> said) {
            if (said.isPresent() && said.get().outcome() == Outcome.LEASE_LOST || asked.verb() == Verb.CLOSE) {
                return Optional.of(state);
            }
            long after = asked.verb() == Verb.ADD ? state + asked.amount() : state;
            return said.isEmpty() || said.get().amount() == after ? Optional.of(after) : Optional.empty();
        }
    };
}
