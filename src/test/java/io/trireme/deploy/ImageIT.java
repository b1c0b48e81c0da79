package io.trireme.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trireme.testing.SharedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The {@code Dockerfile}, where podman is installed: built on a root file system made from this machine's, and run as a pod is,
 * as nobody and without a place to write but {@code /tmp}.
 */
class ImageIT {
    private static final Path BASE = Path.of("target", "image-base");
    private static final String BASE_IMAGE = "localhost/trireme-base";
    private static final String IMAGE = "localhost/trireme-test";
    private static final String WORKER = "trireme-image-it";
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(30);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_worker_of_the_image_handles_a_task_in_a_child_and_drains_as_nobody_and_without_writing() throws Exception {
        assumeTrue(Podman.isInstalled(), "podman is not installed");
        Podman.output(
                "sh",
                "-c",
                "rm -rf " + BASE + " && JAVA_HOME=" + System.getProperty("java.home") + " src/test/docker/base "
                        + BASE);
        Podman.output("sh", "-c", "tar -C " + BASE + " -c . | podman import - " + BASE_IMAGE);
        Podman podman = Podman.thatRuns(BASE_IMAGE).orElse(null);
        assumeTrue(podman != null, "podman runs no containers here");
        Podman.output("mvn", "-q", "-o", "-B", "-Pimage", "quarkus:build@service");
        podman.start(
                "build",
                "--isolation=chroot",
                "--network=host",
                "--build-arg=BASE_IMAGE=" + BASE_IMAGE,
                "--tag=" + IMAGE,
                ".");
        String brokers = "--env=KAFKA_BOOTSTRAP_SERVERS=" + SharedBroker.bootstrapServers();

        podman.start(
                "run",
                "--detach",
                "--name=" + WORKER,
                "--read-only",
                "--tmpfs=/tmp",
                "--network=host",
                brokers,
                "--env=TRIREME_DEFAULTS_RUNNER=process",
                IMAGE,
                "work",
                "--queues=greetings");
        try {
            await().atMost(STARTED_WITHIN)
                    .until(() -> podman.ask("logs", WORKER).contains("Works on queues [greetings]"));
            String result = podman.start(
                    "run",
                    "--rm",
                    "--read-only",
                    "--tmpfs=/tmp",
                    "--network=host",
                    brokers,
                    IMAGE,
                    "publish",
                    "greetings",
                    "{\"name\":\"Ada\"}",
                    "--wait=30s");
            String identity = podman.ask("exec", WORKER, "id", "-u");
            String jars = podman.ask("exec", WORKER, "ls", "/opt/trireme/quarkus-app/lib/main");
            String archived =
                    podman.ask("exec", WORKER, "sh", "-c", "grep -l /opt/trireme/children/ /proc/[0-9]*/maps; true");
            String options = podman.ask("exec", WORKER, "cat", "/proc/1/cmdline");
            podman.ask("stop", "--time=45", WORKER);

            assertThat(result).contains("Ada");
            assertThat(identity.strip()).isEqualTo("10001");
            assertThat(jars)
                    .contains("kafka-clients")
                    .doesNotContain("kafka_2.13")
                    .doesNotContain("kafka-server");
            assertThat(archived).as("a child that has mapped the archive").isNotBlank();
            assertThat(options).contains("@/opt/trireme/java.options");
            assertThat(podman.ask("inspect", "--format={{.State.ExitCode}}", WORKER)
                            .strip())
                    .isEqualTo("0");
        } finally {
            podman.ask("rm", "--force", WORKER);
        }
    }
}
