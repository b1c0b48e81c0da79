package io.trireme.deploy;

import static io.trireme.deploy.Chart.LEAST;
import static io.trireme.deploy.Chart.refuses;
import static io.trireme.deploy.Chart.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What scales a worker, and between which numbers. */
class ChartScalingTest {
    private static final String WEB = "web: {enabled: true, tokensSecret: tokens}";
    private static final String MONITORED = "monitoring: {serviceMonitor: true}";
    private static final String TOKEN = "autoscaling: {tokenSecret: scaler}";

    @Test
    void keda_asks_the_api_for_how_long_a_queue_has_work_and_starts_from_none_when_it_has_any() {
        Manifests manifests = rendered(LEAST, WEB, TOKEN, worker("keda-api, minReplicas: 0, drainSeconds: 30"));

        JsonNode scaled = manifests.one("ScaledObject", "images");
        assertThat(scaled.at("/spec/minReplicaCount").asInt()).isZero();
        assertThat(scaled.at("/spec/scaleTargetRef/name").asText())
                .isEqualTo(Manifests.name(manifests.one("Deployment", "images")));
        List<JsonNode> triggers = KedaModels.triggers(scaled);
        assertThat(triggers).hasSize(4);
        JsonNode drain = triggers.get(0);
        assertThat(drain.path("metricType").asText()).isEqualTo("Value");
        assertThat(drain.at("/metadata/url").asText()).isEqualTo("http://shop-web.shop.svc:8080/api/queues/a.b");
        assertThat(drain.at("/metadata/targetValue").asText()).isEqualTo("30");
        JsonNode unsettled = triggers.get(1);
        assertThat(unsettled.at("/metadata/valueLocation").asText()).isEqualTo("unsettled");
        assertThat(unsettled.at("/metadata/activationTargetValue").asText()).isEqualTo("0");
        assertThat(manifests
                        .one("TriggerAuthentication", "web")
                        .at("/spec/secretTargetRef/0/name")
                        .asText())
                .isEqualTo("scaler");
        assertThat(drain.at("/authenticationRef/name").asText()).isEqualTo("shop-web");
    }

    @Test
    void keda_asks_prometheus_for_the_same() {
        JsonNode scaled = rendered(LEAST, MONITORED, worker("keda-prometheus")).one("ScaledObject", "images");

        List<JsonNode> triggers = KedaModels.triggers(scaled);
        assertThat(triggers.get(2).at("/metadata/query").asText())
                .isEqualTo(
                        "max(trireme_queue_drain_seconds{namespace=\"shop\",job=\"shop-management\",queue=\"thumbnails\"})");
        assertThat(triggers.get(2).path("metricType").asText()).isEqualTo("Value");
        assertThat(triggers.get(3).at("/metadata/activationThreshold").asText()).isEqualTo("0");
    }

    @Test
    void without_either_keda_looks_at_the_lag_of_the_groups() {
        JsonNode lag = KedaModels.triggers(
                        rendered(LEAST, "autoscaling: {application: shop}", worker("keda-kafka, lag: 50"))
                                .one("ScaledObject", "images"))
                .getLast();

        assertThat(lag.at("/metadata/consumerGroup").asText()).isEqualTo("shop.thumbnails");
        assertThat(lag.at("/metadata/bootstrapServers").asText()).isEqualTo("kafka:9092");
        assertThat(lag.at("/metadata/lagThreshold").asText()).isEqualTo("50");
    }

    @Test
    void a_plain_autoscaler_looks_at_the_processor_or_at_the_seconds() {
        JsonNode cpu = rendered(LEAST, worker("hpa-cpu, cpuPercent: 60")).one("HorizontalPodAutoscaler", "images");
        JsonNode seconds = rendered(LEAST, worker("hpa-external")).one("HorizontalPodAutoscaler", "images");

        assertThat(cpu.at("/spec/metrics/0/resource/target/averageUtilization").asInt())
                .isEqualTo(60);
        assertThat(seconds.at("/spec/metrics")).hasSize(2);
        assertThat(seconds.at("/spec/metrics/0/external/target/type").asText()).isEqualTo("Value");
        assertThat(seconds.at("/spec/metrics/0/external/target/value").asText()).isEqualTo("60");
    }

    @Test
    void an_external_metric_is_that_of_this_release_alone() {
        JsonNode scaled = rendered(LEAST, worker("hpa-external")).one("HorizontalPodAutoscaler", "images");

        assertThat(Manifests.each(scaled.at("/spec/metrics"))
                        .map(metric -> metric.at("/external/metric/selector/matchLabels")
                                .toString()))
                .containsExactly(
                        "{\"namespace\":\"shop\",\"job\":\"shop-management\",\"queue\":\"a.b\"}",
                        "{\"namespace\":\"shop\",\"job\":\"shop-management\",\"queue\":\"thumbnails\"}");
    }

    @Test
    void there_are_no_more_pods_than_partitions_and_the_autoscaler_alone_sets_their_number() {
        Manifests manifests = rendered(LEAST, worker("hpa-cpu"));

        assertThat(manifests
                        .one("HorizontalPodAutoscaler", "images")
                        .at("/spec/maxReplicas")
                        .asInt())
                .isEqualTo(16);
        assertThat(manifests
                        .one("HorizontalPodAutoscaler", "images")
                        .at("/spec/minReplicas")
                        .asInt())
                .isOne();
        assertThat(manifests.one("Deployment", "images").path("spec").has("replicas"))
                .isFalse();
    }

    @Test
    void scaling_in_waits_and_leaves_a_pod_the_time_to_drain() {
        JsonNode down = rendered(LEAST, worker("hpa-cpu"))
                .one("HorizontalPodAutoscaler", "images")
                .at("/spec/behavior/scaleDown");

        assertThat(down.path("stabilizationWindowSeconds").asInt()).isEqualTo(300);
        assertThat(down.at("/policies/0/periodSeconds").asInt()).isEqualTo(135);
        assertThat(down.at("/policies/0/type").asText()).isEqualTo("Pods");
    }

    @Test
    void what_cannot_scale_is_refused() {
        refuses(worker("keda-api"), "keda-api asks the HTTP API, and web is off");
        refuses(worker("keda-prometheus"), "Set monitoring.serviceMonitor=true");
        refuses(worker("keda-prometheus, maxReplicas: 17"), "17 replicas, and its queues have 16 partitions at most");
        refuses(worker("keda-prometheus, minReplicas: 3, maxReplicas: 2"), "minReplicas is 3 and maxReplicas 2");
        refuses(worker("hpa-cpu, minReplicas: 0"), "only KEDA starts from no pods at all");
        refuses(worker("lag"), "/workers/images/autoscaling/by");
        refuses("workers: {a: {replicas: 1, autoscaling: {by: hpa-cpu}, queues: {b: {}}}}", "replicas and autoscaling");
        refuses("workers: {a: {autoscaling: {by: keda-kafka}, queues: {'*': {}}}}", "needs the queues by name");
    }

    @Test
    void keda_without_a_token_is_refused() {
        refuses(WEB + "\n" + worker("keda-api"), "autoscaling.tokenSecret is empty");
    }

    @Test
    void from_no_pods_at_all_nobody_tells_prometheus_of_work_but_web() {
        String idle = MONITORED + "\n" + worker("keda-prometheus, minReplicas: 0");

        refuses(idle, "minReplicas is 0, and without pods of web nobody tells Prometheus", "Set web.enabled=true");
        refuses(idle + "\nweb: {enabled: true, replicas: 0, tokensSecret: tokens}", "web.replicas at least 1");
        assertThat(rendered(LEAST, WEB, idle)
                        .one("ScaledObject", "images")
                        .at("/spec/minReplicaCount")
                        .asInt(-1))
                .isZero();
    }

    private static String worker(String by) {
        return "workers: {images: {timeout: 2m, queues: {thumbnails: {}, a.b: {partitions: 16}}, autoscaling: {by: "
                + by + "}}}";
    }
}
