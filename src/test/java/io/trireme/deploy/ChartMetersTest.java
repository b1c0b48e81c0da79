package io.trireme.deploy;

import static io.trireme.deploy.Chart.LEAST;
import static io.trireme.deploy.Chart.refuses;
import static io.trireme.deploy.Chart.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard: whatever they ask Prometheus for is a meter of the application, and each alert is explained. */
class ChartMetersTest {
    private static final String ALL =
            "monitoring: {serviceMonitor: true, alerts: true, dashboard: true, drainObjective: 5m, labels: {release: prom}}";
    private static final Path PAGE = Path.of("src/docs/operations.md");
    private static final Path MAIN = Path.of("src/main/java/io/trireme");
    private static final Pattern ASKED = Pattern.compile("\\btrireme_[a-z_]+");
    private static final Pattern METER = Pattern.compile("\"(trireme\\.[a-z.]+)\"");
    private static final Pattern COUNTER =
            Pattern.compile("\\b(?:FunctionCounter\\.builder|counter)\\(\\s*\"(trireme\\.[a-z.]+)\"");
    private static final Pattern TIMER = Pattern.compile("\\bFunctionTimer\\.builder\\(\\s*\"(trireme\\.[a-z.]+)\"");
    private static final Pattern SUFFIX = Pattern.compile("(_max)?(_seconds|_bytes)?(_total|_count|_sum)?$");

    @Test
    void every_meter_that_is_asked_for_is_one_of_the_application() throws IOException {
        Set<String> known = meters(METER);
        assertThat(asked()).hasSizeGreaterThan(10).allSatisfy(meter -> assertThat(known)
                .contains(SUFFIX.matcher(meter).replaceFirst("")));
    }

    @Test
    void every_meter_has_the_ending_of_its_type() throws IOException {
        Set<String> counters = meters(COUNTER);
        Set<String> timers = meters(TIMER);

        assertThat(counters).contains("trireme_tasks_settled", "trireme_settlements_broken");
        assertThat(timers).contains("trireme_task_duration");
        assertThat(asked()).allSatisfy(meter -> {
            String name = SUFFIX.matcher(meter).replaceFirst("");
            if (counters.contains(name)) {
                assertThat(meter).isEqualTo(name + "_total");
            } else if (timers.contains(name)) {
                assertThat(meter).isIn(name + "_seconds_count", name + "_seconds_sum", name + "_max_seconds");
            } else {
                assertThat(meter).as("a gauge").doesNotMatch(".*_(total|count|sum)");
            }
        });
    }

    @Test
    void every_alert_says_what_it_means_and_the_page_what_to_do() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(rendered(LEAST, ALL).one("PrometheusRule", "management").at("/spec/groups/0/rules"))
                .hasSize(6)
                .allSatisfy(rule -> {
                    assertThat(rule.at("/annotations/summary").asText()).endsWith(".");
                    assertThat(page).contains("### " + rule.path("alert").asText() + "\n");
                    assertThat(rule.at("/annotations/runbook").asText())
                            .isEqualTo(PAGE + "#" + rule.path("alert").asText().toLowerCase(java.util.Locale.ROOT));
                });
    }

    @Test
    void the_objective_is_in_the_alert() {
        assertThat(rendered(LEAST, ALL).one("PrometheusRule", "management").toString())
                .contains(") > 300");
    }

    @Test
    void without_a_monitor_there_is_nothing_to_alert_by_nor_to_show() {
        refuses("monitoring: {alerts: true}", "monitoring.alerts is true", "Set monitoring.serviceMonitor=true");
        refuses("monitoring: {dashboard: true}", "monitoring.dashboard is true", "Set monitoring.serviceMonitor=true");
    }

    @Test
    void the_monitor_reads_the_metrics_of_all_pods_where_they_are() {
        Manifests manifests = rendered(LEAST, ALL);

        JsonNode monitor = manifests.one("ServiceMonitor", "management");
        assertThat(monitor.at("/spec/endpoints/0/path").asText()).isEqualTo("/q/metrics");
        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prom");
        assertThat(manifests
                        .one("Service", "management")
                        .at("/spec/publishNotReadyAddresses")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void the_dashboard_is_one_that_grafana_reads() throws IOException {
        JsonNode config = rendered(LEAST, ALL).one("ConfigMap", "dashboard");
        JsonNode dashboard = new JsonMapper()
                .readTree(config.at("/data/shop-management.json").asText());

        assertThat(config.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(dashboard.path("title").asText()).isEqualTo("Trireme shop/shop");
        assertThat(dashboard.path("panels")).hasSize(10);
        assertThat(dashboard.path("panels")).allSatisfy(panel -> assertThat(
                        panel.path("gridPos").propertyStream().map(field -> field.getKey()))
                .as("a y without quotes is a truth to YAML")
                .containsExactlyInAnyOrder("x", "y", "w", "h"));
        assertThat(dashboard.at("/panels/0/targets/0/expr").asText())
                .isEqualTo(
                        "max by (queue) (trireme_queue_drain_seconds{namespace=\"shop\",job=\"shop-management\",queue=~\"$queue\"})");
    }

    /** The names of all meters that Prometheus is asked for. */
    private static Stream<String> asked() {
        String asked = rendered(
                        LEAST, ALL, "workers: {images: {queues: {images: {}}, autoscaling: {by: keda-prometheus}}}")
                .all()
                .stream()
                .filter(one -> Set.of("PrometheusRule", "ConfigMap", "ScaledObject")
                        .contains(one.path("kind").asText()))
                .map(JsonNode::toString)
                .collect(Collectors.joining());
        return ASKED.matcher(asked).results().map(MatchResult::group).distinct();
    }

    /** The names of the meters that are made like this, as Prometheus has them, without their units. */
    private static Set<String> meters(Pattern made) throws IOException {
        try (Stream<Path> sources = Files.walk(MAIN)) {
            return sources.filter(source -> source.toString().endsWith("Meters.java"))
                    .flatMap(source -> made.matcher(read(source)).results())
                    .map(match -> match.group(1).replace('.', '_'))
                    .map(name -> SUFFIX.matcher(name).replaceFirst(""))
                    .collect(Collectors.toSet());
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
