package io.trireme.process;

import java.util.List;
import java.util.Map;

/**
 * What a probe says of a crew, as MicroProfile Health has it.
 *
 * @param status UP or DOWN
 * @param checks one for each process
 */
record CrewReport(String status, List<Check> checks) {
    /** One process. */
    record Check(String name, String status, Map<String, Object> data) {}

    static CrewReport of(boolean up, List<Check> checks) {
        return new CrewReport(word(up), List.copyOf(checks));
    }

    static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }

    boolean isUp() {
        return status.equals(word(true));
    }
}
