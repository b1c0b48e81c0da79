package io.trireme.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Set;

/** Fields of Kubernetes that take one of a few words, wherever they are; and what the models let pass beside them. */
final class Words {
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("imagePullPolicy", Set.of("Always", "IfNotPresent", "Never")),
            Map.entry("protocol", Set.of("TCP", "UDP", "SCTP")),
            Map.entry("restartPolicy", Set.of("Always", "OnFailure", "Never")),
            Map.entry("whenUnsatisfiable", Set.of("DoNotSchedule", "ScheduleAnyway")),
            Map.entry("fsGroupChangePolicy", Set.of("OnRootMismatch", "Always")),
            Map.entry("unhealthyPodEvictionPolicy", Set.of("IfHealthyBudget", "AlwaysAllow")),
            Map.entry("podManagementPolicy", Set.of("OrderedReady", "Parallel")),
            Map.entry("whenDeleted", Set.of("Retain", "Delete")),
            Map.entry("whenScaled", Set.of("Retain", "Delete")),
            Map.entry("pathType", Set.of("Exact", "Prefix", "ImplementationSpecific")),
            Map.entry("selectPolicy", Set.of("Max", "Min", "Disabled")));

    private static final Set<String> AMOUNTS = Set.of("cpu", "memory", "storage", "sizeLimit");
    private static final int HIGHEST_PORT = 65_535;

    private Words() {}

    /** Throws when a field has a word that it does not take, a number that is no port, or an amount that is none. */
    static void check(JsonNode node) {
        node.properties().forEach(field -> {
            Set<String> allowed = ALLOWED.get(field.getKey());
            JsonNode value = field.getValue();
            if (allowed != null && value.isValueNode() && !allowed.contains(value.asText())) {
                throw new IllegalArgumentException(field.getKey() + " is " + value + ", not one of " + allowed);
            }
            if (AMOUNTS.contains(field.getKey()) && value.isValueNode()) {
                checkAmount(field.getKey(), value.asText());
            }
            if (field.getKey().endsWith("ort")
                    && value.isInt()
                    && (value.asInt() < 1 || value.asInt() > HIGHEST_PORT)) {
                throw new IllegalArgumentException(field.getKey() + " is " + value + ", which is no port");
            }
        });
        node.forEach(Words::check);
    }

    private static void checkAmount(String field, String amount) {
        try {
            Quantity.getAmountInBytes(new Quantity(amount));
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException(field + " is " + amount + ", which is no amount", none);
        }
    }
}
