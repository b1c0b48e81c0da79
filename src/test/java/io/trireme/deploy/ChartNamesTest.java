package io.trireme.deploy;

import static io.trireme.deploy.Chart.LEAST;
import static io.trireme.deploy.Chart.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of people's choice: they stay the texts that they are, whatever YAML reads in them, and labels stay labels. */
class ChartNamesTest {
    private static final String LABEL = "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";

    private static final String NUMBERS =
            """
            image: {repository: registry.example/shop, pullSecrets: ['1234']}
            kafka:
              tls: {enabled: true, caSecret: '10', caKey: '11', clientSecret: '12'}
              sasl: {mechanism: PLAIN, secret: '13', key: '14'}
            autoscaling: {application: '1', kafkaAuthentication: '15', tokenSecret: '16', tokenKey: '17'}
            control: {enabled: true, storageClass: '18'}
            monitoring: {serviceMonitor: true, alerts: true, dashboard: true}
            web:
              enabled: true
              tokensSecret: '19'
              tokensKey: '20'
              ingress: {host: '21', className: '22', tlsSecret: '23'}
              route: {gateway: '24', namespace: '25', hosts: ['26']}
            pod: {priorityClassName: '27', annotations: {'28': '29'}}
            workers:
              'true': {autoscaling: {by: hpa-external}, queues: {2024: {}, true: {}, 1e5: {}}}
              'null': {autoscaling: {by: keda-kafka}, queues: {2024: {}, on: {}}}
              'on': {autoscaling: {by: keda-api}, queues: {2024: {}}}
              'y': {autoscaling: {by: keda-prometheus}, queues: {2024: {}}}
            """;

    @Test
    void what_yaml_would_read_as_a_number_or_a_truth_stays_a_text() throws IOException {
        Manifests manifests = Chart.renderedAs("2024", LEAST, NUMBERS);

        for (JsonNode manifest : manifests.all()) {
            KubernetesModels.check(manifest);
        }
        JsonNode lag = KedaModels.triggers(manifests.one("ScaledObject", "2024-null"))
                .getFirst()
                .path("metadata");
        assertThat(lag.path("topic").isTextual()).isTrue();
        assertThat(lag.path("consumerGroup").isTextual()).isTrue();
        assertThat(manifests.one("HorizontalPodAutoscaler", "2024-true").at("/spec/metrics"))
                .extracting(metric ->
                        metric.at("/external/metric/selector/matchLabels/queue").asText())
                .contains("2024", "true");
    }

    @Test
    void the_queue_of_helm_test_may_be_a_number(@TempDir Path copies) throws IOException {
        JsonNode test =
                Chart.renderedWithTests(copies, LEAST, "test: {queue: '2024'}").one("Pod", "test");

        KubernetesModels.check(test);
        assertThat(test.at("/spec/containers/0/args/1").isTextual()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, shop:1.0, 1.0",
        "1.0@sha256:0123456789012345678901234567890123456789012345678901234567890123,"
                + " shop:1.0@sha256:0123456789012345678901234567890123456789012345678901234567890123,"
                + " 1.0_sha256_0123456789012345678901234567890123456789012345678901",
        "sha256:0123456789012345678901234567890123456789012345678901234567890123,"
                + " shop@sha256:0123456789012345678901234567890123456789012345678901234567890123,"
                + " sha256_01234567890123456789012345678901234567890123456789012345",
        "_next-, shop:_next-, next",
    })
    void a_tag_that_is_no_label_becomes_one(String tag, String image, String version) {
        Manifests manifests = rendered(LEAST, "image: {repository: shop, tag: '" + tag + "'}");

        assertThat(Manifests.container(manifests.one("Deployment", "all"))
                        .path("image")
                        .asText())
                .isEqualTo(image);
        assertThat(manifests.all())
                .extracting(one -> one.path("metadata")
                        .path("labels")
                        .path("app.kubernetes.io/version")
                        .asText())
                .containsOnly(version)
                .allMatch(label -> label.matches(LABEL));
    }
}
