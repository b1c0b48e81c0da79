package io.trireme.state;

import io.trireme.state.Models.Asked;
import io.trireme.state.Models.Said;
import io.trireme.testing.Linearizability;
import io.trireme.testing.Model;
import io.trireme.testing.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the processes of {@link StateUserMain} wrote down, read together. */
public final class StateHistory {
    private final Map<String, List<Operation<Asked, Said>>> byObject = new HashMap<>();
    private final Set<String> sessions = new HashSet<>();
    private int known;
    private int lost;

    /** Reads one file. A line that a kill cut off is none. */
    public void read(Path file) throws IOException {
        Map<String, String[]> open = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", -1);
            if (!words[words.length - 1].equals(".")) {
                continue;
            }
            if (words[0].equals("call")) {
                open.put(words[2] + words[1], words);
            } else {
                answered(open.remove(words[3] + words[1]), words);
            }
        }
        open.values().forEach(call -> add(call[2], Operation.unknown(Long.parseLong(call[1]), asked(call))));
    }

    private void answered(String[] call, String[] words) {
        var said = new Said(Outcome.valueOf(words[5]), Long.parseLong(words[6]), words[7]);
        long called = Long.parseLong(words[1]);
        if (said.outcome()
                == Outcome.LEASE_LOST) { // which says nothing of the call: it may have been carried out before
            lost++;
            add(words[3], Operation.unknown(called, asked(call)));
        } else {
            known++;
            add(words[3], Operation.known(called, Long.parseLong(words[2]), asked(call), said));
        }
    }

    private static Asked asked(String[] call) {
        String value = call[5].equals("-") ? "" : call[5];
        return new Asked(call[3], Verb.valueOf(call[4]), "", value, Long.parseLong(call[6]));
    }

    private void add(String object, Operation<Asked, Said> operation) {
        sessions.add(operation.input().who());
        byObject.computeIfAbsent(object, any -> new ArrayList<>()).add(operation);
    }

    /** The session of a process may have ended at any time after this, on the clock of the machine. */
    public void mayHaveEnded(String process, long since) {
        for (String session : List.copyOf(sessions)) {
            if (session.startsWith(process + "#")) {
                for (String object : List.of("lock", "semaphore")) {
                    add(object, Operation.unknown(since, new Asked(session, Verb.CLOSE, "", "", 0)));
                }
            }
        }
    }

    /** Calls whose outcome is known. */
    public int known() {
        return known;
    }

    /** Calls that failed since the session had ended. */
    public int lost() {
        return lost;
    }

    /** What cannot be explained by any order, for each object; empty if all can. */
    public Map<String, String> violations() {
        var all = new HashMap<String, String>();
        check(all, "lock", Models.LOCK);
        check(all, "semaphore", Models.semaphore(StateUserMain.PERMITS));
        check(all, "queue", Models.queue(StateUserMain.BOUND));
        check(all, "map", Models.ENTRY);
        check(all, "counter", Models.COUNTER);
        return all;
    }

    private <S> void check(Map<String, String> all, String object, Model<S, Asked, Said> model) {
        Optional<String> violation = Linearizability.violation(byObject.getOrDefault(object, List.of()), model);
        violation.ifPresent(history -> all.put(object, history));
    }
}
