package io.trireme.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether manifests fit each other: what one names is there, under that name. No model of a single object sees that. */
final class Coherence {
    private final Manifests manifests;

    private Coherence(Manifests manifests) {
        this.manifests = manifests;
    }

    static void check(Manifests manifests) {
        var coherence = new Coherence(manifests);
        coherence.checkNames();
        manifests.workloads().forEach(coherence::checkWorkload);
        manifests.pods().forEach(coherence::checkPod);
        manifests.of("Service").forEach(coherence::checkService);
        Stream.of("ScaledObject", "HorizontalPodAutoscaler")
                .flatMap(manifests::of)
                .forEach(scaler -> coherence.requireObject("Deployment", scaler.at("/spec/scaleTargetRef/name")));
        manifests
                .of("ScaledObject")
                .flatMap(scaled -> Manifests.each(scaled.at("/spec/triggers")))
                .filter(trigger -> trigger.has("authenticationRef"))
                .forEach(trigger ->
                        coherence.requireObject("TriggerAuthentication", trigger.at("/authenticationRef/name")));
        Stream.of("Ingress", "HTTPRoute").flatMap(manifests::of).forEach(coherence::checkWayIn);
        manifests.of("NetworkPolicy").forEach(coherence::checkPolicy);
        manifests.of("ServiceMonitor").forEach(coherence::checkMonitor);
        manifests
                .of("PodDisruptionBudget")
                .forEach(budget -> coherence.requirePods(budget.at("/spec/selector/matchLabels")));
    }

    private void checkNames() {
        List<String> names = manifests.all().stream()
                .map(one -> one.path("kind").asText() + " " + Manifests.name(one))
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(manifests.all()).allSatisfy(one -> assertThat(Manifests.name(one))
                .hasSizeBetween(1, Manifests.LONGEST_NAME)
                .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"));
    }

    private void checkWorkload(JsonNode workload) {
        Map<String, String> chosen = texts(workload.at("/spec/selector/matchLabels"));
        assertThat(texts(workload.at("/spec/template/metadata/labels"))).containsAllEntriesOf(chosen);
        long same = manifests
                .workloads()
                .filter(other -> texts(other.at("/spec/template/metadata/labels"))
                        .entrySet()
                        .containsAll(chosen.entrySet()))
                .count();
        assertThat(same).as("workloads whose pods %s are chosen by", chosen).isOne();
        Manifests.each(Manifests.pod(workload).path("topologySpreadConstraints"))
                .forEach(spread -> assertThat(texts(spread.at("/labelSelector/matchLabels")))
                        .isEqualTo(chosen));
    }

    private void checkPod(JsonNode pod) {
        List<String> volumes = Stream.concat(Manifests.each(pod.path("volumes")), claimed(pod))
                .map(volume -> volume.path("name").asText())
                .toList();
        assertThat(volumes).doesNotHaveDuplicates();
        if (pod.has("serviceAccountName")) {
            requireObject("ServiceAccount", pod.path("serviceAccountName"));
        }
        Manifests.each(pod.path("volumes"))
                .filter(volume -> volume.has("configMap"))
                .forEach(volume -> requireObject("ConfigMap", volume.at("/configMap/name")));
        Manifests.each(pod.path("containers")).forEach(container -> {
            Manifests.each(container.path("volumeMounts")).forEach(mount -> assertThat(volumes)
                    .contains(mount.path("name").asText()));
            checkProbes(container);
            checkResources(container.path("resources"));
        });
    }

    /** The volumes that a StatefulSet gives to each of its pods. */
    private Stream<JsonNode> claimed(JsonNode pod) {
        return manifests
                .workloads()
                .filter(workload -> Manifests.pod(workload).equals(pod))
                .flatMap(workload -> Manifests.each(workload.at("/spec/volumeClaimTemplates")))
                .map(claim -> claim.path("metadata"));
    }

    /** The workloads whose pods have these labels. */
    private List<JsonNode> chosenBy(JsonNode labels) {
        Map<String, String> chosen = texts(labels);
        return manifests
                .workloads()
                .filter(one -> texts(one.at("/spec/template/metadata/labels"))
                        .entrySet()
                        .containsAll(chosen.entrySet()))
                .toList();
    }

    private void checkService(JsonNode service) {
        List<JsonNode> behind = chosenBy(service.at("/spec/selector"));
        assertThat(behind).as("pods behind %s", Manifests.name(service)).isNotEmpty();
        Manifests.each(service.at("/spec/ports"))
                .forEach(port -> assertThat(behind).allSatisfy(one -> assertThat(ports(Manifests.container(one)))
                        .contains(port.path("targetPort").asText())));
    }

    /** Leads to a port of a Service that is there, by its number or its name. */
    private void checkWayIn(JsonNode way) {
        JsonNode backend = way.has("spec") && way.at("/spec/rules/0/http").isObject()
                ? way.at("/spec/rules/0/http/paths/0/backend/service")
                : way.at("/spec/rules/0/backendRefs/0");
        JsonNode port = backend.path("port");
        String wanted = (port.isObject() ? port.path("name") : port).asText();
        assertThat(manifests
                        .of("Service")
                        .filter(service -> Manifests.name(service)
                                .equals(backend.path("name").asText()))
                        .flatMap(service -> Manifests.each(service.at("/spec/ports")))
                        .flatMap(one -> Stream.of(
                                one.path("name").asText(), one.path("port").asText())))
                .as("ports behind %s", Manifests.name(way))
                .contains(wanted);
    }

    /** Opens ports that the pods have which it is about. */
    private void checkPolicy(JsonNode policy) {
        List<JsonNode> behind = chosenBy(policy.at("/spec/podSelector/matchLabels"));
        assertThat(behind).isNotEmpty();
        Manifests.each(policy.at("/spec/ingress"))
                .flatMap(rule -> Manifests.each(rule.path("ports")))
                .forEach(port -> assertThat(behind).allSatisfy(one -> assertThat(ports(Manifests.container(one)))
                        .contains(port.path("port").asText())));
    }

    private void checkMonitor(JsonNode monitor) {
        Map<String, String> chosen = texts(monitor.at("/spec/selector/matchLabels"));
        assertThat(manifests.of("Service")).anySatisfy(service -> {
            assertThat(texts(service.at("/metadata/labels"))).containsAllEntriesOf(chosen);
            assertThat(Manifests.each(service.at("/spec/ports"))
                            .map(port -> port.path("name").asText()))
                    .contains(monitor.at("/spec/endpoints/0/port").asText());
        });
    }

    private static Set<String> ports(JsonNode container) {
        return Manifests.each(container.path("ports"))
                .map(port -> port.path("name").asText())
                .collect(Collectors.toSet());
    }

    private static void checkProbes(JsonNode container) {
        Set<String> ports = ports(container);
        Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                .map(container::path)
                .filter(JsonNode::isObject)
                .forEach(probe ->
                        assertThat(ports).contains(probe.findValue("port").asText()));
    }

    private static void checkResources(JsonNode resources) {
        resources.path("limits").properties().forEach(limit -> {
            JsonNode requested = resources.at("/requests/" + limit.getKey());
            if (requested.isValueNode()) {
                assertThat(amount(requested)).as(limit.getKey()).isLessThanOrEqualTo(amount(limit.getValue()));
            }
        });
    }

    private static java.math.BigDecimal amount(JsonNode quantity) {
        return Quantity.getAmountInBytes(new Quantity(quantity.asText()));
    }

    private void requireObject(String kind, JsonNode name) {
        assertThat(manifests.of(kind).map(Manifests::name)).as(kind).contains(name.asText());
    }

    private void requirePods(JsonNode labels) {
        assertThat(manifests.workloads().map(one -> texts(one.at("/spec/template/metadata/labels"))))
                .as("pods with the labels %s", labels)
                .anySatisfy(pod -> assertThat(pod).containsAllEntriesOf(texts(labels)));
    }

    private static Map<String, String> texts(JsonNode labels) {
        assertThat(labels.isObject()).isTrue();
        return labels.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, label -> label.getValue()
                .asText()));
    }
}
