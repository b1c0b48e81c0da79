package io.trireme.deploy;

import static io.trireme.deploy.Chart.LEAST;
import static io.trireme.deploy.Chart.refuses;
import static io.trireme.deploy.Chart.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trireme.Ordering;
import io.trireme.RunnerKind;
import io.trireme.TriremeConfig.Role;
import io.trireme.consume.QueueSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workers of the chart: what their processes are told, and how their pods are kept. */
class ChartWorkersTest {
    private static final String IMAGES =
            """
            workers:
              images:
                runner: platform
                timeout: 2m
                replicas: 4
                config: {trireme.defaults.max-in-flight-bytes: 67108864}
                queues:
                  thumbnails: {}
                  a.b: {timeout: 10m, ordering: unordered, concurrency: 3, partitions: 16}
              mails:
                queues: {mails: {grace: 5s}}
            """;

    @Test
    void an_image_and_the_brokers_are_enough_for_a_worker_on_every_queue() {
        Manifests manifests = rendered(LEAST);

        assertThat(manifests.of("Deployment")).hasSize(1);
        JsonNode all = manifests.one("Deployment", "all");
        assertThat(Manifests.container(all).path("args"))
                .extracting(JsonNode::asText)
                .containsExactly("work", "--role", "worker");
        assertThat(all.at("/spec/replicas").asInt()).isEqualTo(2);
        ReadSettings settings = ReadSettings.of(manifests.settings("all"));
        assertThat(settings.trireme().worker().queues()).isEmpty();
        assertThat(settings.trireme().roles()).containsExactly(Role.WORKER);
        assertThat(settings.kafka().bootstrapServers()).isEqualTo("kafka:9092");
    }

    @Test
    void a_worker_has_a_deployment_with_settings_and_a_budget_of_its_own() {
        Manifests manifests = rendered(LEAST, IMAGES);

        assertThat(manifests.of("Deployment").map(Manifests::name))
                .containsExactlyInAnyOrder("shop-images", "shop-mails");
        assertThat(manifests.of("PodDisruptionBudget").map(Manifests::name))
                .containsExactlyInAnyOrder("shop-images", "shop-mails");
        assertThat(ReadSettings.of(manifests.settings("mails"))
                        .trireme()
                        .worker()
                        .queues())
                .contains(List.of("mails"));
    }

    @Test
    void what_is_said_of_a_queue_holds_for_it_and_what_is_said_of_its_worker_for_the_others() {
        ReadSettings settings = ReadSettings.of(rendered(LEAST, IMAGES).settings("images"));

        QueueSettings thumbnails = settings.queue("thumbnails");
        assertThat(thumbnails.runner()).isEqualTo(RunnerKind.PLATFORM);
        assertThat(thumbnails.timeout()).contains(Duration.ofMinutes(2));
        assertThat(thumbnails.ordering()).isEqualTo(Ordering.BY_KEY);
        assertThat(thumbnails.partitions()).isEqualTo(8);
        QueueSettings dotted = settings.queue("a.b");
        assertThat(dotted.runner()).isEqualTo(RunnerKind.PLATFORM);
        assertThat(dotted.timeout()).contains(Duration.ofMinutes(10));
        assertThat(dotted.ordering()).isEqualTo(Ordering.UNORDERED);
        assertThat(dotted.concurrency()).isEqualTo(3);
        assertThat(dotted.partitions()).isEqualTo(16);
    }

    @Test
    void a_large_number_stays_one() {
        assertThat(rendered(LEAST, IMAGES).settings("images"))
                .containsEntry("trireme.defaults.max-in-flight-bytes", "67108864");
    }

    @Test
    void a_setting_may_have_several_lines_and_a_backslash() {
        assertThat(rendered(LEAST, "config: {app.text: \"a\\\\b\\n c\"}").settings("all"))
                .containsEntry("app.text", "a\\b\n c");
    }

    @Test
    void the_grace_is_30_seconds_or_as_long_as_the_timeout_and_the_pod_has_15_more_than_its_longest() {
        Manifests manifests = rendered(LEAST, IMAGES);
        ReadSettings images = ReadSettings.of(manifests.settings("images"));

        assertThat(images.queue("thumbnails").shutdownGrace()).isEqualTo(Duration.ofMinutes(2));
        assertThat(images.queue("a.b").shutdownGrace()).isEqualTo(Duration.ofMinutes(10));
        assertThat(graceSeconds(manifests, "images")).isEqualTo(615);
        assertThat(graceSeconds(manifests, "mails")).isEqualTo(20);
        assertThat(graceSeconds(rendered(LEAST), "all")).isEqualTo(45);
    }

    @Test
    void a_grace_beyond_the_longest_pause_between_polls_makes_that_longer() {
        Manifests manifests = rendered(LEAST, IMAGES);

        assertThat(ReadSettings.of(manifests.settings("images")).kafka().maxPollIntervalMillis())
                .isEqualTo(Duration.ofMinutes(11).toMillis());
        assertThat(ReadSettings.of(manifests.settings("mails")).kafka().maxPollIntervalMillis())
                .isEqualTo(Duration.ofMinutes(5).toMillis());
    }

    @Test
    void new_settings_replace_the_pods_and_a_new_version_of_the_chart_alone_does_not() {
        JsonNode one = podMetadata(rendered(LEAST));
        JsonNode other = podMetadata(rendered(LEAST, "config: {app.color: green}"));

        assertThat(one.path("annotations")).isNotEqualTo(other.path("annotations"));
        assertThat(one.path("labels").propertyStream().map(label -> label.getKey()))
                .containsExactlyInAnyOrder(
                        "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component");
    }

    @Test
    void secrets_come_by_the_environment_under_the_names_of_kafka_settings() {
        Manifests manifests = rendered(
                LEAST,
                """
                kafka:
                  tls: {enabled: true, caSecret: brokers, clientSecret: me}
                  sasl: {mechanism: SCRAM-SHA-512, secret: user}
                """);

        assertThat(Manifests.container(manifests.one("Deployment", "all")).path("env"))
                .extracting(variable -> variable.path("name").asText())
                .containsExactlyInAnyOrder(
                        "KAFKA_SASL_JAAS_CONFIG", "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN", "KAFKA_SSL_KEYSTORE_KEY");
        assertThat(manifests.settings("all"))
                .containsEntry("kafka.security.protocol", "SASL_SSL")
                .containsEntry("kafka.sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("kafka.ssl.truststore.location", "/etc/trireme/kafka/ca.crt");
    }

    @Test
    void a_worker_without_queues_is_refused() {
        refuses("workers: {images: {replicas: 2}}", "/workers/images", "queues");
        refuses("workers: {images: {queues: {}}}", "/workers/images/queues", "minProperties");
    }

    @Test
    void a_grace_shorter_than_the_timeout_is_refused() {
        refuses(
                "workers: {images: {timeout: 1m, grace: 59s, queues: {thumbnails: {}}}}",
                "workers.images: queue thumbnails has a grace of 59s and a timeout of 1m");
        refuses(
                "workers: {images: {grace: 59s, queues: {thumbnails: {timeout: 60000ms}}}}",
                "Make grace as long as timeout");
    }

    @Test
    void every_queue_beside_some_by_name_is_refused() {
        refuses(
                "workers: {all: {queues: {'*': {timeout: 10m}, mails: {}}}}",
                "workers.all: queues has * beside others",
                "Have * alone, or name all");
    }

    @Test
    void more_replicas_than_partitions_are_refused() {
        refuses(
                "workers: {images: {replicas: 9, queues: {thumbnails: {}}}}",
                "9 replicas, and its queues have 8 partitions at most");
        assertThat(rendered(LEAST, "workers: {images: {queues: {thumbnails: {partitions: 1}}}}")
                        .one("Deployment", "images")
                        .at("/spec/replicas")
                        .asInt())
                .isOne();
    }

    @Test
    void a_value_that_is_none_is_refused_with_its_place() {
        refuses("workers: {images: {replicas: -1, queues: {thumbnails: {}}}}", "/workers/images/replicas", "got -1");
        refuses("workers: {images: {replcas: 1, queues: {thumbnails: {}}}}", "'replcas' not allowed");
        refuses(
                "workers: {images: {queues: {thumbnails: {timeout: 10}}}}",
                "/workers/images/queues/thumbnails/timeout");
        refuses("workers: {images: {queues: {thumbnails: {runner: threads}}}}", "'virtual', 'platform', 'event-loop'");
        refuses("kafka: {bootstrapServers: kafka}", "/kafka/bootstrapServers");
        refuses("resources: {requests: {memory: many}}", "/resources/requests/memory");
        refuses("pod: {labels: {on: true}}", "/pod/labels");
    }

    @Test
    void a_name_of_another_part_is_refused() {
        refuses(
                "workers: {web: {queues: {thumbnails: {}}}}",
                "workers.web: app, control, dashboard, kafka, management, test and web are other parts");
    }

    @Test
    void what_the_chart_derives_others_from_is_no_free_setting() {
        refuses("config: {trireme.defaults.timeout: 1m}", "config: trireme.defaults.timeout is not set here");
        refuses(
                "workers: {a: {config: {'trireme.queues.\"b\".shutdown-grace': 1m}, queues: {b: {}}}}",
                "workers.a.config: trireme.queues.\"b\".shutdown-grace is not set here");
        refuses("config: {trireme.roles: web}", "trireme.roles is set by the chart");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config",
                "sasl.oauthbearer.client.credentials.client.secret",
                "sasl.oauthbearer.assertion.private.key.passphrase",
                "ssl.key.password",
                "ssl.keystore.key",
                "ssl.keystore.password",
                "ssl.truststore.password"
            })
    void a_secret_of_kafka_is_refused_wherever_it_would_end_in_a_configmap(String key) {
        String variable = "KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_');

        refuses(
                "kafka: {config: {" + key + ": x}}",
                "kafka.config: kafka." + key + " is a secret",
                "kafka.sasl.secret",
                "kafka.tls.clientSecret",
                variable);
        refuses("config: {kafka." + key + ": x}", "config: kafka." + key + " is a secret");
        refuses("config: {'%prod.kafka." + key + "': x}", "config: %prod.kafka." + key + " is a secret", variable);
        refuses(
                "workers: {a: {config: {kafka." + key + ": x}, queues: {b: {}}}}",
                "workers.a.config: kafka." + key + " is a secret");
        refuses("control: {enabled: true, config: {kafka." + key + ": x}}", "control.config: kafka." + key);
        refuses("web: {enabled: true, tokensSecret: t, config: {kafka." + key + ": x}}", "web.config: kafka." + key);
    }

    @Test
    void the_brokers_have_one_place() {
        refuses(
                "kafka: {config: {bootstrap.servers: 'other:9092'}}",
                "kafka.config",
                "the brokers are kafka.bootstrapServers");
    }

    @Test
    void a_login_without_its_secret_is_refused() {
        refuses("kafka: {sasl: {mechanism: PLAIN}}", "kafka.sasl.secret is empty");
    }

    private static long graceSeconds(Manifests manifests, String worker) {
        return Manifests.pod(manifests.one("Deployment", worker))
                .path("terminationGracePeriodSeconds")
                .asLong();
    }

    private static JsonNode podMetadata(Manifests manifests) {
        return manifests.one("Deployment", "all").at("/spec/template/metadata");
    }
}
