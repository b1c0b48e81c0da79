package io.trireme.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The pod security standard <em>restricted</em>, as Kubernetes 1.30 has it, and what this chart asks for beyond it. */
final class RestrictedPod {
    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");
    private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");

    private final JsonNode pod;
    private final List<String> breaches = new ArrayList<>();

    private RestrictedPod(JsonNode pod) {
        this.pod = pod;
    }

    /** What of the standard a pod breaks; nothing if it passes. */
    static List<String> breaches(JsonNode pod) {
        var rules = new RestrictedPod(pod);
        rules.checkPod();
        Stream.of("containers", "initContainers", "ephemeralContainers")
                .flatMap(kind -> Manifests.each(pod.path(kind)))
                .forEach(rules::checkContainer);
        return List.copyOf(rules.breaches);
    }

    private void checkPod() {
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            require(!pod.path(shared).asBoolean(), shared);
        }
        Manifests.each(pod.path("volumes"))
                .flatMap(volume -> volume.propertyStream().map(field -> field.getKey()))
                .filter(field -> !field.equals("name"))
                .forEach(kind -> require(VOLUMES.contains(kind), "volume of kind " + kind));
        require(pod.at("/securityContext/sysctls").isEmpty(), "sysctls");
        require(
                pod.path("automountServiceAccountToken").isBoolean()
                        && !pod.path("automountServiceAccountToken").asBoolean(),
                "a token of the service account");
    }

    private void checkContainer(JsonNode container) {
        JsonNode own = container.path("securityContext");
        String name = container.path("name").asText() + ": ";
        require(!own.path("privileged").asBoolean(), name + "privileged");
        require(
                own.path("allowPrivilegeEscalation").isBoolean()
                        && !own.path("allowPrivilegeEscalation").asBoolean(),
                name + "allowPrivilegeEscalation");
        // Beyond the standard; the trial broker's image writes its settings to its own root.
        require(
                own.path("readOnlyRootFilesystem").asBoolean()
                        || container.path("name").asText().equals("kafka"),
                name + "writes to its root file system");
        require(either(own, "runAsNonRoot").asBoolean(), name + "runAsNonRoot");
        require(either(own, "runAsUser").asInt(0) != 0, name + "runs as root");
        require(PROFILES.contains(either(own, "seccompProfile").path("type").asText()), name + "seccompProfile");
        require(
                Manifests.each(own.at("/capabilities/drop"))
                        .anyMatch(dropped -> dropped.asText().equals("ALL")),
                name + "keeps capabilities");
        require(
                Manifests.each(own.at("/capabilities/add"))
                        .allMatch(added -> added.asText().equals("NET_BIND_SERVICE")),
                name + "adds capabilities");
        require(own.path("procMount").isMissingNode(), name + "procMount");
        Manifests.each(container.path("ports"))
                .forEach(port -> require(port.path("hostPort").asInt(0) == 0, name + "hostPort"));
    }

    /** What a container says itself counts; else what its pod says. */
    private JsonNode either(JsonNode own, String field) {
        return own.has(field) ? own.path(field) : pod.path("securityContext").path(field);
    }

    private void require(boolean kept, String breach) {
        if (!kept) {
            breaches.add(breach);
        }
    }
}
