package io.trireme.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.util.HashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is switched on or off: what comes out is what Kubernetes takes, fits together, and is closed by default. */
class ChartMatrixTest {
    static Stream<Manifests> matrix() {
        return Features.combinations().map(values -> Chart.rendered(values.toArray(String[]::new)));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void kubernetes_takes_it_and_it_fits_together(Manifests manifests) throws IOException {
        for (JsonNode manifest : manifests.all()) {
            KubernetesModels.check(manifest);
        }
        Coherence.check(manifests);
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void every_pod_passes_the_restricted_standard(Manifests manifests) {
        assertThat(manifests.pods()).isNotEmpty().allSatisfy(pod -> assertThat(RestrictedPod.breaches(pod))
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void every_setting_is_one_that_the_application_reads(Manifests manifests) {
        assertThat(manifests.workloads().filter(one -> !Manifests.name(one).endsWith("-kafka")))
                .allSatisfy(workload -> ReadSettings.of(
                        manifests.settings(Manifests.name(workload).substring(Chart.RELEASE.length() + 1))));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void the_ports_of_a_container_are_those_that_its_application_listens_on(Manifests manifests) {
        assertThat(manifests.workloads().filter(one -> !Manifests.name(one).endsWith("-kafka")))
                .allSatisfy(workload -> {
                    ReadSettings settings = ReadSettings.of(
                            manifests.settings(Manifests.name(workload).substring(Chart.RELEASE.length() + 1)));
                    var listening = new HashMap<String, Integer>();
                    listening.put("management", settings.management().port());
                    if (settings.http().hostEnabled()) {
                        listening.put("http", settings.http().port());
                    }
                    assertThat(settings.management().host()).contains("0.0.0.0");
                    assertThat(Manifests.each(Manifests.container(workload).path("ports"))
                                    .collect(Collectors.toMap(
                                            port -> port.path("name").asText(),
                                            port -> port.path("containerPort").asInt())))
                            .isEqualTo(listening);
                });
    }

    @Test
    void helm_has_nothing_to_say_against_the_chart() {
        var linted = new Helm(Chart.DIRECTORY).lint().strict().call();

        assertThat(linted.getMessages()).containsOnly("[INFO] Chart.yaml: icon is recommended");
        assertThat(linted.isFailed()).isFalse();
    }

    @Test
    void the_models_refuse_what_kubernetes_would() throws IOException {
        JsonNode good = Chart.rendered(Chart.LEAST).one("Deployment", "all");
        KubernetesModels.check(good);

        assertThatThrownBy(() -> KubernetesModels.check(with(good, "/spec", "replcas", "1")))
                .hasMessageContaining("replcas");
        assertThatThrownBy(() -> KubernetesModels.check(with(good, "/spec", "replicas", "two")))
                .hasMessageContaining("two");
        assertThatThrownBy(() -> KubernetesModels.check(without(good, "/spec", "selector")))
                .hasMessageContaining("selector");
        assertThatThrownBy(() -> KubernetesModels.check(
                        with(good, "/spec/template/spec/containers/0", "imagePullPolicy", "Sometimes")))
                .hasMessageContaining("Sometimes");
        assertThatThrownBy(() -> KubernetesModels.check(
                        with(good, "/spec/template/spec/containers/0/resources/limits", "memory", "lots")))
                .hasMessageContaining("lots");
    }

    @Test
    void the_standard_finds_a_pod_that_breaks_it() {
        JsonNode good = Manifests.pod(Chart.rendered(Chart.LEAST).one("Deployment", "all"));

        assertThat(RestrictedPod.breaches(with(good, "", "hostNetwork", true))).containsExactly("hostNetwork");
        assertThat(RestrictedPod.breaches(without(good, "/containers/0/securityContext", "capabilities")))
                .containsExactly("trireme: keeps capabilities");
        assertThat(RestrictedPod.breaches(without(good, "", "securityContext")))
                .containsExactly("trireme: runAsNonRoot", "trireme: runs as root", "trireme: seccompProfile");
    }

    private static JsonNode with(JsonNode good, String where, String field, Object value) {
        JsonNode changed = good.deepCopy();
        ((ObjectNode) changed.at(where)).putPOJO(field, value);
        return Manifests.read(changed.toString()).all().getFirst();
    }

    private static JsonNode without(JsonNode good, String where, String field) {
        JsonNode changed = good.deepCopy();
        ((ObjectNode) changed.at(where)).remove(field);
        return changed;
    }
}
