package io.trireme.deploy;

import static io.trireme.deploy.Chart.LEAST;
import static io.trireme.deploy.Chart.refuses;
import static io.trireme.deploy.Chart.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What scales a worker, and between which numbers. */
class ChartScalingTest {
    @Test
    void keda_looks_at_the_lag_of_the_groups() {
        JsonNode lag = KedaModels.triggers(
                        rendered(LEAST, "autoscaling: {application: shop}", worker("keda-kafka, lag: 50"))
                                .one("ScaledObject", "images"))
                .getLast();

        assertThat(lag.at("/metadata/consumerGroup").asText()).isEqualTo("shop.thumbnails");
        assertThat(lag.at("/metadata/bootstrapServers").asText()).isEqualTo("kafka:9092");
        assertThat(lag.at("/metadata/lagThreshold").asText()).isEqualTo("50");
    }

    @Test
    void a_plain_autoscaler_looks_at_the_processor() {
        JsonNode cpu = rendered(LEAST, worker("hpa-cpu, cpuPercent: 60")).one("HorizontalPodAutoscaler", "images");

        assertThat(cpu.at("/spec/metrics/0/resource/target/averageUtilization").asInt())
                .isEqualTo(60);
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
        refuses(worker("keda-kafka, maxReplicas: 17"), "17 replicas, and its queues have 16 partitions at most");
        refuses(worker("keda-kafka, minReplicas: 3, maxReplicas: 2"), "minReplicas is 3 and maxReplicas 2");
        refuses(worker("hpa-cpu, minReplicas: 0"), "only KEDA starts from no pods at all");
        refuses(worker("lag"), "/workers/images/autoscaling/by");
        refuses("workers: {a: {replicas: 1, autoscaling: {by: hpa-cpu}, queues: {b: {}}}}", "replicas and autoscaling");
        refuses("workers: {a: {autoscaling: {by: keda-kafka}, queues: {'*': {}}}}", "needs the queues by name");
    }

    private static String worker(String by) {
        return "workers: {images: {timeout: 2m, queues: {thumbnails: {}, a.b: {partitions: 16}}, autoscaling: {by: "
                + by + "}}}";
    }
}
