package io.trireme.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code k8s/} has what the chart renders, for those without Helm: {@code mvn test -Ddocs.update=true} makes it anew. */
class KustomizeTest {
    private static final Path DIRECTORY = Path.of("k8s");
    private static final Kustomization BASE = new Kustomization(DIRECTORY.resolve("base"));

    @BeforeAll
    static void makeAnewIfAsked() throws IOException {
        if (Boolean.getBoolean("docs.update")) {
            BASE.write(rendered(BASE));
            for (String overlay : new String[] {"dev", "prod"}) {
                overlay(overlay).write(rendered(BASE), rendered(overlay(overlay)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
    void a_folder_builds_to_what_the_chart_renders_with_its_values(String folder) throws IOException {
        var kustomization = new Kustomization(DIRECTORY.resolve(folder));
        var expected =
                new HashMap<>(Kustomization.byName(rendered(kustomization).all()));
        expected.putAll(Kustomization.byName(BASE.namespace().all()));

        assertThat(Kustomization.byName(kustomization.built().all())).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
    void it_is_what_kubernetes_takes_and_fits_together(String folder) throws IOException {
        Manifests built = new Kustomization(DIRECTORY.resolve(folder)).built();

        for (JsonNode manifest : built.all()) {
            KubernetesModels.check(manifest);
        }
        Coherence.check(built);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
    void it_makes_the_namespace_that_it_puts_everything_in(String folder) throws IOException {
        var kustomization = new Kustomization(DIRECTORY.resolve(folder));

        assertThat(kustomization.built().of("Namespace").map(Manifests::name))
                .containsExactly(kustomization.intoNamespace());
    }

    @Test
    void dev_has_a_trial_broker_and_one_worker() throws IOException {
        Manifests dev = overlay("dev").built();

        assertThat(dev.one("ConfigMap", "trireme-all").toString())
                .as("the broker's Service is in the namespace that kustomize sets")
                .contains("trireme-kafka.trireme.svc:9092");
        assertThat(dev.workloads().map(Manifests::name)).containsExactlyInAnyOrder("trireme-all", "trireme-kafka");
        assertThat(dev.workloads())
                .allSatisfy(one -> assertThat(one.at("/spec/replicas").asInt()).isOne());
    }

    @Test
    void prod_holds_timers_answers_http_and_speaks_tls_to_the_brokers() throws IOException {
        Manifests prod = overlay("prod").built();

        assertThat(prod.workloads().map(Manifests::name))
                .containsExactlyInAnyOrder("trireme-all", "trireme-control", "trireme-web");
        assertThat(prod.of("ConfigMap"))
                .allSatisfy(settings -> assertThat(settings.toString()).contains("kafka.security.protocol=SASL_SSL"));
    }

    private static Kustomization overlay(String name) {
        return new Kustomization(DIRECTORY.resolve("overlays").resolve(name));
    }

    private static Manifests rendered(Kustomization kustomization) throws IOException {
        return Chart.renderedAs("trireme", BASE.values(), kustomization.values());
    }
}
