package io.trireme.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.testing.BrokerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    @Test
    void a_taken_port_leads_to_another_one() throws IOException {
        try (var taken = listening(0);
                var broker = EmbeddedBroker.start(anyPort().withPort(taken.getLocalPort()))) {
            assertThat(broker.port()).isGreaterThan(taken.getLocalPort());
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + broker.port());
            assertServes(broker);
        }
    }

    @Test
    void a_broker_that_was_away_comes_back_with_its_data_on_its_port() {
        try (var broker = EmbeddedBroker.start();
                var client = new BrokerClient(broker.bootstrapServers())) {
            var topic = client.createTopic(1);
            client.produce(topic, null, "before");
            int port = broker.port();

            broker.stop();
            assertThat(portIsFree(port)).isTrue();
            broker.restart();

            assertThat(broker.port()).isEqualTo(port);
            client.produce(topic, null, "after");
            assertThat(values(client, topic)).containsExactly("before", "after");
        }
    }

    @Test
    void two_brokers_in_one_process_do_not_know_of_each_other() {
        try (var one = EmbeddedBroker.start();
                var other = EmbeddedBroker.start();
                var client = new BrokerClient(one.bootstrapServers());
                var otherClient = new BrokerClient(other.bootstrapServers())) {
            var topic = client.createTopic("same-name", 1);
            otherClient.createTopic("same-name", 1);
            client.produce(topic, null, "one");
            other.restart();
            otherClient.produce(topic, null, "other");

            assertThat(values(client, topic)).containsExactly("one");
            assertThat(values(otherClient, topic)).containsExactly("other");
        }
    }

    @Test
    void close_frees_the_port_and_deletes_a_temporary_directory() {
        var broker = EmbeddedBroker.start();
        assertServes(broker);

        broker.close();
        broker.close();

        assertThat(broker.directory()).doesNotExist();
        assertThat(portIsFree(broker.port())).isTrue();
        assertThatThrownBy(broker::restart).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void data_in_a_directory_of_the_users_outlive_the_broker(@TempDir Path directory) {
        var options = anyPort().withDirectory(directory.resolve("made/when/missing"));
        try (var broker = EmbeddedBroker.start(options);
                var client = new BrokerClient(broker.bootstrapServers())) {
            client.produce(client.createTopic("kept", 1), null, "kept");
        }

        try (var broker = EmbeddedBroker.start(options);
                var client = new BrokerClient(broker.bootstrapServers())) {
            assertThat(values(client, "kept")).containsExactly("kept");
        }
    }

    @Test
    void a_start_that_fails_half_way_leaves_neither_port_nor_thread_behind(@TempDir Path directory) throws IOException {
        int preferred = freePort();
        var options = anyPort().withDirectory(directory).withPort(preferred);
        Set<Thread> threads = controllerThreads();

        // Kafka's own lock: the broker part fails on it when the controller part is already up.
        try (var channel = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> EmbeddedBroker.start(options))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("The embedded broker did not start: Failed to acquire lock");
        }

        assertThat(portIsFree(preferred)).isTrue();
        await().untilAsserted(() ->
                assertThat(controllerThreads()).isSubsetOf(threads)); // told to end, they do a moment later
        try (var broker = EmbeddedBroker.start(options)) {
            assertServes(broker);
        }
    }

    @Test
    void a_second_broker_on_one_directory_is_refused_and_the_first_goes_on() {
        try (var broker = EmbeddedBroker.start()) {
            var same = anyPort().withDirectory(broker.directory());

            assertThatThrownBy(() -> EmbeddedBroker.start(same))
                    .hasMessageContaining("another embedded broker is using " + broker.directory());

            assertServes(broker);
        }
    }

    @Test
    void an_interrupted_caller_does_not_harm_the_broker() {
        try (var broker = EmbeddedBroker.start()) {
            Thread.currentThread().interrupt();
            broker.restart();
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();

            assertServes(broker);
        }
    }

    @Test
    void nothing_is_logged_from_start_to_close() {
        var root = LogContext.getLogContext().getLogger("");
        var lines = new CopyOnWriteArrayList<String>();
        Set<Thread> others = new HashSet<>(Thread.getAllStackTraces().keySet());
        others.remove(Thread.currentThread());
        var listener = new Lines(lines, others);
        root.addHandler(listener);
        try (var broker = EmbeddedBroker.start()) {
            broker.restart();
        } finally {
            root.removeHandler(listener);
        }

        assertThat(lines).isEmpty();
    }

    private static EmbeddedBroker.Options anyPort() {
        return EmbeddedBroker.Options.defaults();
    }

    private static void assertServes(EmbeddedBroker broker) {
        try (var client = new BrokerClient(broker.bootstrapServers())) {
            var topic = client.createTopic(1);
            client.produce(topic, null, "served");
            assertThat(values(client, topic)).containsExactly("served");
        }
    }

    private static List<String> values(BrokerClient client, String topic) {
        return client.readAll(topic).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    private static Set<Thread> controllerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("controller"))
                .collect(Collectors.toSet());
    }

    private static int freePort() throws IOException {
        try (var sockets = LoopbackSockets.near(0)) {
            return sockets.clientPort();
        }
    }

    private static ServerSocket listening(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    private static boolean portIsFree(int port) {
        try (var socket = listening(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Remembers what was logged from INFO on, but by threads that were there before: of other tests' brokers and services. */
    private static final class Lines extends Handler {
        private final List<String> lines;
        private final Set<Thread> others;

        private Lines(List<String> lines, Set<Thread> others) {
            this.lines = lines;
            this.others = others;
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.INFO.intValue() && !others.contains(Thread.currentThread())) {
                lines.add(line.getLevel() + " " + line.getLoggerName() + " " + line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
