package io.trireme.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.testing.BrokerClient;
import io.trireme.testing.SharedBroker;
import io.trireme.wire.Headers;
import io.trireme.wire.TaskIds;
import io.trireme.wire.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask or publish without a service, against the brokers. */
class CommandsIT {
    private static final String NOBODY = "http://127.0.0.1:1";

    private static BrokerClient broker;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void connect() {
        broker = BrokerClient.ofSharedBroker();
    }

    @AfterAll
    static void disconnect() {
        broker.close();
    }

    @Test
    void publish_prints_one_receipt_as_a_line_of_json() {
        String queue = broker.createTopic(1);

        assertThat(trireme("publish", queue, "{\"a\":1}", "--key", "k", "--type", "t"))
                .isZero();

        assertThat(out.toString()).hasLineCount(1).contains("\"queue\":\"" + queue + "\"", "\"offset\":0");
        var record = broker.readAll(queue).getFirst();
        assertThat(record.value()).asString().isEqualTo("{\"a\":1}");
        assertThat(record.key()).asString().isEqualTo("k");
        assertThat(BrokerClient.header(record, "ce_type")).isEqualTo("t");
    }

    @Test
    void pausing_a_queue_that_does_not_exist_is_refused_with_a_sentence() {
        assertThat(trireme("pause", "nowhere-at-all")).isEqualTo(1);

        assertThat(err.toString()).contains("Queue 'nowhere-at-all' does not exist");
    }

    @Test
    void publish_from_a_file_says_how_many_and_names_bad_lines(@TempDir Path directory) throws IOException {
        String queue = broker.createTopic(1);
        Path file = Files.writeString(directory.resolve("tasks.ndjson"), "{\"id\":1}\nbad\n{\"id\":2}\n");

        assertThat(trireme("publish", queue, "--from", file.toString(), "--key-field", "id"))
                .isEqualTo(1);

        assertThat(out.toString()).isEqualToIgnoringNewLines("2 published, 1 not");
        assertThat(err.toString()).startsWith("line 2: ").hasLineCount(1);
        assertThat(broker.readAll(queue))
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactly("1", "2");
    }

    @Test
    void a_result_is_printed_by_its_id_once_there_is_one() throws Exception {
        String queue = broker.createTopic(1);
        if (!broker.admin().listTopics().names().get().contains(Topics.results())) {
            broker.createTopic(Topics.results(), 1);
        }
        assertThat(trireme("publish", queue, "1", "--result")).isZero();
        var task = broker.readAll(queue).getFirst();
        String id = BrokerClient.header(task, Headers.ID);
        assertThat(BrokerClient.header(task, Headers.REPLY_TO)).isEqualTo(Headers.BY_ID);
        assertThat(trireme("result", id)).isEqualTo(3);
        assertThat(err.toString()).contains("\"state\" : \"pending\"");

        int partitions = broker.admin()
                .describeTopics(List.of(Topics.results()))
                .allTopicNames()
                .get()
                .get(Topics.results())
                .partitions()
                .size();
        var record = new ProducerRecord<>(
                Topics.results(), TaskIds.partition(id, partitions), id.getBytes(UTF_8), "{\"n\":2}".getBytes(UTF_8));
        record.headers().add(Headers.RESULT_STATE, "SUCCEEDED".getBytes(UTF_8));
        broker.produce(record);
        out.getBuffer().setLength(0);

        assertThat(trireme("result", id, "--wait", "30s")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("{\"n\":2}");
        assertThat(trireme("result", "order-17")).isEqualTo(1);
        assertThat(err.toString()).contains("is not found by its id");
    }

    @Test
    void publish_to_an_unknown_queue_and_from_a_missing_file_is_one_sentence() {
        assertThat(trireme("publish", "nowhere", "1")).isEqualTo(1);
        assertThat(trireme("publish", "nowhere", "--from", "/no/such/file")).isEqualTo(1);

        assertThat(err.toString()).contains("does not exist", "/no/such/file").hasLineCount(2);
    }

    @Test
    void queues_asks_the_brokers_where_no_process_answers() {
        String queue = broker.createTopic(2);
        broker.createTopic(queue + ".dead", 2);
        broker.produce(queue, null, "1");
        broker.produce(queue, null, "2");

        assertThat(trireme("queues", "--url", NOBODY)).isZero();

        assertThat(err.toString()).contains("No process answers at " + NOBODY);
        assertThat(out.toString().lines()).anyMatch(line -> line.matches(queue + " +2 +2 +- .*"));
    }

    @Test
    void queues_prints_json_for_scripts() {
        String queue = broker.createTopic(3);

        assertThat(trireme("queues", queue, "--json")).isZero();

        assertThat(out.toString().replaceAll("\\s", ""))
                .isEqualTo("{\"queue\":\"" + queue + "\",\"partitions\":3,\"depth\":0}");
    }

    @Test
    void queues_of_an_unknown_queue_is_one_sentence() {
        assertThat(trireme("queues", "nowhere")).isEqualTo(1);

        assertThat(err.toString()).contains("does not exist").hasLineCount(1);
    }

    @Test
    void dead_letters_are_listed_shown_put_back_and_purged() {
        String queue = broker.createTopic(1);
        broker.createTopic(queue + ".dead", 1);
        for (String id : List.of("id-1", "id-2", "id-3")) {
            broker.produce(queue + ".dead", id, "{}", Map.of("trireme-dead-reason", "REJECTED"));
        }

        assertThat(trireme("dead", "list", queue, "--reason", "rejected", "--limit", "2"))
                .isZero();
        assertThat(out.toString()).contains("id-1", "id-2", "There may be more").doesNotContain("id-3");
        assertThat(trireme("dead", "show", queue, "id-3")).isZero();
        assertThat(out.toString()).contains("\"payload\" : \"{}\"");
        assertThat(trireme("dead", "edit", queue, "id-3", "{\"a\":1}")).isZero();
        assertThat(trireme("dead", "redrive", queue, "--id", "id-3")).isZero();
        assertThat(broker.readAll(queue))
                .singleElement()
                .satisfies(task -> assertThat(task.value()).asString().isEqualTo("{\"a\":1}"));
        assertThat(trireme("dead", "purge", queue, "--all")).isZero();
        assertThat(out.toString()).contains("1 put back", "2 purged");
        assertThat(trireme("dead", "list", queue)).isZero();
        assertThat(out.toString()).contains("no dead letters");
    }

    @Test
    void dead_letters_are_not_put_back_without_a_word_on_which() {
        assertThat(trireme("dead", "redrive", "queue")).isEqualTo(2);

        assertThat(err.toString()).contains("Say which letters").hasLineCount(1);
    }

    private int trireme(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--bootstrap-servers");
        all.add(SharedBroker.bootstrapServers());
        return Trireme.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
