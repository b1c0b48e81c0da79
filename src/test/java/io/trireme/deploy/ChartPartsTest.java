package io.trireme.deploy;

import static io.trireme.deploy.Chart.LEAST;
import static io.trireme.deploy.Chart.refuses;
import static io.trireme.deploy.Chart.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trireme.TriremeConfig.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chart sets up beside workers, when it is told to. */
class ChartPartsTest {
    private static final String WEB = "web: {enabled: true, tokensSecret: callers}";

    @Test
    void nothing_but_workers_comes_unasked() {
        assertThat(rendered(LEAST).all().stream()
                        .map(one -> one.path("kind").asText())
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of("ServiceAccount", "ConfigMap", "Deployment", "PodDisruptionBudget", "NetworkPolicy"));
    }

    @Test
    void timers_and_shared_state_lie_in_a_volume_of_each_process_that_holds_them() {
        Manifests manifests =
                rendered(LEAST, "control: {enabled: true, storage: 5Gi, config: {trireme.state.lease: 30s}}");

        JsonNode control = manifests.one("StatefulSet", "control");
        ReadSettings settings = ReadSettings.of(manifests.settings("control"));
        assertThat(settings.trireme().roles()).containsExactly(Role.SCHEDULE, Role.STATE);
        assertThat(settings.trireme().state().lease()).hasSeconds(30);
        String store = Manifests.container(control).path("volumeMounts").findParents("mountPath").stream()
                .filter(mount -> mount.path("name").asText().equals("store"))
                .map(mount -> mount.path("mountPath").asText())
                .findAny()
                .orElseThrow();
        assertThat(settings.trireme().schedule().directory().orElseThrow()).isEqualTo(store + "/schedule");
        assertThat(settings.trireme().state().directory().orElseThrow()).isEqualTo(store + "/state");
        assertThat(control.at("/spec/volumeClaimTemplates/0/spec/resources/requests/storage")
                        .asText())
                .isEqualTo("5Gi");
    }

    @Test
    void http_is_open_to_who_has_a_token_and_no_request_fails_when_a_pod_stops() {
        Manifests manifests = rendered(LEAST, WEB);

        JsonNode web = manifests.one("Deployment", "web");
        ReadSettings settings = ReadSettings.of(manifests.settings("web"));
        assertThat(settings.trireme().roles()).containsExactly(Role.WEB);
        assertThat(settings.http().host()).isEqualTo("0.0.0.0");
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.trireme().http().tokensFile()).contains("/etc/trireme/tokens/tokens");
        assertThat(Manifests.container(web)
                        .at("/lifecycle/preStop/sleep/seconds")
                        .asInt())
                .isEqualTo(5);
        assertThat(Manifests.pod(web).path("terminationGracePeriodSeconds").asInt())
                .isEqualTo(50);
        assertThat(web.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(-1))
                .isZero();
    }

    @Test
    void http_without_tokens_is_refused() {
        refuses("web: {enabled: true}", "web.tokensSecret is empty");
    }

    @Test
    void what_is_outside_comes_in_by_an_ingress_or_a_route_and_reaches_the_api_alone() {
        Manifests manifests = rendered(
                LEAST,
                WEB,
                "web: {ingress: {host: shop.example, tlsSecret: cert}, route: {gateway: edge, hosts: [shop.example]}}");

        assertThat(manifests
                        .one("Ingress", "web")
                        .at("/spec/rules/0/http/paths/0/path")
                        .asText())
                .isEqualTo("/api");
        assertThat(manifests
                        .one("HTTPRoute", "web")
                        .at("/spec/rules/0/matches/0/path/value")
                        .asText())
                .isEqualTo("/api");
    }

    @Test
    void only_who_collects_metrics_reaches_the_management_port_and_workers_have_no_other() {
        Manifests manifests = rendered(LEAST, WEB);

        JsonNode management = manifests.one("NetworkPolicy", "management");
        assertThat(management.at("/spec/podSelector/matchLabels").has("app.kubernetes.io/component"))
                .isFalse();
        assertThat(management.at("/spec/ingress/0/ports")).hasSize(1);
        assertThat(management
                        .at("/spec/ingress/0/from/0/namespaceSelector/matchLabels")
                        .toString())
                .isEqualTo("{\"kubernetes.io/metadata.name\":\"monitoring\"}");
        assertThat(Manifests.container(manifests.one("Deployment", "all")).path("ports"))
                .hasSize(1);
    }

    @Test
    void the_trial_broker_is_where_the_processes_look_for_it() {
        Manifests manifests = rendered("kafka: {trial: {enabled: true}}");

        assertThat(ReadSettings.of(manifests.settings("all")).kafka().bootstrapServers())
                .isEqualTo("shop-kafka.shop.svc:9092");
        assertThat(manifests.one("StatefulSet", "kafka").toString()).contains("PLAINTEXT://shop-kafka.shop.svc:9092");
        assertThat(manifests.one("Service", "kafka").at("/spec/ports/0/port").asInt())
                .isEqualTo(9092);
        refuses("kafka: {trial: {enabled: true}}", "Keep one of them");
    }

    @Test
    void the_trial_broker_has_room_beside_its_heap() {
        JsonNode broker =
                Manifests.container(rendered("kafka: {trial: {enabled: true}}").one("StatefulSet", "kafka"));

        assertThat(Manifests.each(broker.path("env"))
                        .filter(variable -> variable.path("name").asText().equals("KAFKA_HEAP_OPTS"))
                        .map(variable -> variable.path("value").asText()))
                .containsExactly("-Xms256m -Xmx512m");
        assertThat(broker.at("/resources/limits/memory").asText()).isEqualTo("1Gi");
    }

    @Test
    void without_brokers_nothing_is_rendered() {
        refuses(List.of(), "kafka.bootstrapServers is empty");
    }

    @Test
    void it_says_what_to_do_next_with_the_names_that_there_are(@TempDir Path copies) throws IOException {
        String workers = "workers: {mail: {queues: {mails: {}}}}";
        String notes = Chart.notes(copies, LEAST, WEB, workers, "test: {queue: mails}");

        String worker = Manifests.name(rendered(LEAST, WEB, workers).one("Deployment", "mail"));
        assertThat(notes)
                .contains("from kafka:9092:", worker + ": mails")
                .contains("kubectl -n shop exec deployment/" + worker + " -- trireme queues")
                .contains("helm -n shop test shop", "port-forward service/shop-web 8080", "control.enabled=true")
                .doesNotContain("kafka.bootstrapServers", "<no value>");
    }

    @Test
    void helm_test_publishes_a_task_and_waits_for_it(@TempDir Path copies) throws IOException {
        Manifests manifests = Chart.renderedWithTests(copies, LEAST, "test: {queue: mails, payload: '{\"to\": 1}'}");

        JsonNode test = manifests.one("Pod", "test");
        KubernetesModels.check(test);
        Coherence.check(manifests);
        assertThat(RestrictedPod.breaches(test.path("spec"))).isEmpty();
        List<String> arguments = Manifests.each(test.at("/spec/containers/0/args"))
                .map(JsonNode::asText)
                .toList();
        assertThat(arguments).containsExactly("publish", "mails", "{\"to\": 1}", "--wait", "60s");
    }

    @Test
    void helm_test_runs_where_the_others_run_and_with_what_they_have(@TempDir Path copies) throws IOException {
        Manifests manifests = Chart.renderedWithTests(
                copies,
                LEAST,
                Features.OF_PODS,
                "kafka: {tls: {enabled: true, caSecret: brokers}, sasl: {mechanism: PLAIN, secret: user}}");

        JsonNode test = manifests.one("Pod", "test");
        KubernetesModels.check(test);
        Coherence.check(manifests);
        JsonNode worker = manifests.one("Deployment", "all");
        JsonNode pod = Manifests.pod(worker);
        assertThat(List.of("imagePullSecrets", "nodeSelector", "tolerations", "priorityClassName"))
                .allSatisfy(field ->
                        assertThat(test.path("spec").get(field)).isNotNull().isEqualTo(pod.get(field)));
        assertThat(List.of("env", "envFrom", "volumeMounts"))
                .allSatisfy(field -> assertThat(test.at("/spec/containers/0").get(field))
                        .isNotNull()
                        .isEqualTo(Manifests.container(worker).get(field)));
        assertThat(test.at("/spec/volumes").toString()).contains("{\"claimName\":\"shared\"}");
        assertThat(test.at("/metadata/labels/team").asText()).isEqualTo("media");
        assertThat(test.at("/metadata/annotations/since").asText()).isEqualTo("2030");
    }
}
