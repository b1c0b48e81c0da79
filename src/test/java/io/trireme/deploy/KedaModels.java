package io.trireme.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the chart uses of KEDA's API, for which there are no models in Java. */
final class KedaModels {
    private static final Map<String, Set<String>> TRIGGERS = Map.of(
            "metrics-api", Set.of("url", "valueLocation", "targetValue", "activationTargetValue", "authMode"),
            "prometheus", Set.of("serverAddress", "query", "threshold", "activationThreshold"),
            "kafka",
                    Set.of(
                            "bootstrapServers",
                            "consumerGroup",
                            "topic",
                            "lagThreshold",
                            "activationLagThreshold",
                            "offsetResetPolicy",
                            "scaleToZeroOnInvalidOffset"));

    private KedaModels() {}

    record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {}

    record Spec(
            TargetRef scaleTargetRef,
            int pollingInterval,
            int cooldownPeriod,
            int minReplicaCount,
            int maxReplicaCount,
            Advanced advanced,
            List<Trigger> triggers) {
        Spec {
            if (minReplicaCount > maxReplicaCount || triggers.isEmpty()) {
                throw new IllegalArgumentException("nothing to scale between, or by");
            }
        }
    }

    record TargetRef(String name) {
        TargetRef {
            Objects.requireNonNull(name);
        }
    }

    record Advanced(PodAutoscaler horizontalPodAutoscalerConfig) {}

    record PodAutoscaler(HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(
            String type, String name, String metricType, Map<String, String> metadata, TargetRef authenticationRef) {
        Trigger {
            if (!TRIGGERS.getOrDefault(type, Set.of()).containsAll(metadata.keySet())) {
                throw new IllegalArgumentException("a trigger of type " + type + " has not all of " + metadata);
            }
            if (metricType != null && !Set.of("Value", "AverageValue").contains(metricType)) {
                throw new IllegalArgumentException("metricType " + metricType);
            }
        }
    }

    record TriggerAuthentication(String apiVersion, String kind, ObjectMeta metadata, Secrets spec) {}

    record Secrets(List<Secret> secretTargetRef) {}

    record Secret(String parameter, String name, String key) {}

    /** The triggers of a scaled object. */
    static List<JsonNode> triggers(JsonNode scaled) {
        return Manifests.each(scaled.at("/spec/triggers")).toList();
    }
}
