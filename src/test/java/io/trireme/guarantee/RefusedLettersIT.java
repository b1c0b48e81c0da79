package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.testing.BrokerClient;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The brokers do not take dead letters, a worker is killed meanwhile, and then they do: the offsets of the rejected tasks
 * are held until then, every letter arrives, and the lag goes to nothing. What is settled beyond the held offsets is not
 * run again for it, and keeps its order; the rejected tasks of the killed worker are, without those that follow them.
 */
@Tag("guarantee")
class RefusedLettersIT {
    private static final int WORKERS = 3;
    private static final int TASKS_A_SECOND = 200;
    private static final int ONE_REJECTED_OF = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();

    /** Why the brokers do not take them. */
    enum Refusal {
        TOPIC_IS_MISSING,
        LETTERS_ARE_TOO_LARGE
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void no_letter_is_lost_while_the_brokers_refuse_them(Refusal refusal) throws Exception {
        var setup = WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("refused"), "consumer")
                .withOneRejectedOf(ONE_REJECTED_OF);
        String letters = Topics.deadLetters(setup.queue());
        try (var crew = new Crew(setup, WORKERS);
                var watch = new CommitWatch(broker, setup.group());
                var load = new Load(setup, TASKS_A_SECOND, Length.seed())) {
            crew.joinAndWork(WORKERS);
            refuse(refusal, letters);
            for (WorkerProcess worker : crew.working()) {
                await().atMost(PATIENCE).until(() -> worker.heldUp() > 0);
            }
            int[] refused = load.receipts().ends(); // by now: that an order is taken does not say that it is followed
            crew.workFor(Duration.ofMillis(1_500)); // so that all have committed meanwhile
            crew.working().removeFirst().kill();
            Receipts published = load.stop();
            crew.workFor(setup.session().plusSeconds(4)); // the others take over, and commit
            assertHeld(setup, published, refused);

            take(refusal, letters, setup.partitions());
            crew.awaitNoLag(broker);
            watch.verify();
            History history = crew.end(published, List.of());

            int copies = assertAllArrived(setup, published, refused);
            System.out.printf("guarantee: %s: %d letters twice%n", refusal, copies);
            Guarantee.verifyAll(refusal + ", all tasks", history, new StaysMember(), new NothingLost());
            Guarantee.verifyAll(
                    refusal + ", those not rejected",
                    history.without(setup::isRejected),
                    new KeyOrder(),
                    new FewRepeats(setup));
        }
    }

    private void refuse(Refusal refusal, String letters) throws Exception {
        switch (refusal) {
            case TOPIC_IS_MISSING -> {
                broker.admin().deleteTopics(List.of(letters)).all().get(30, TimeUnit.SECONDS);
                await().atMost(PATIENCE)
                        .until(() -> !broker.admin().listTopics().names().get().contains(letters));
            }
            case LETTERS_ARE_TOO_LARGE -> setLargest(letters, 50);
        }
    }

    private void take(Refusal refusal, String letters, int partitions) throws Exception {
        switch (refusal) {
            case TOPIC_IS_MISSING -> broker.createTopic(letters, partitions);
            case LETTERS_ARE_TOO_LARGE -> setLargest(letters, 1_000_000);
        }
    }

    private void setLargest(String topic, int bytes) throws Exception {
        var entry = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
        broker.admin()
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        Set.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    /** The first task of each partition that was rejected when the letters were refused holds the offset. */
    private void assertHeld(WorkerSetup setup, Receipts published, int[] refused) {
        broker.committed(setup.group()).forEach((partition, commit) -> assertThat(commit.offset())
                .as("offset of %s", partition)
                .isLessThanOrEqualTo(rejected(setup, published, refused, partition.partition())
                        .min()
                        .orElse(Integer.MAX_VALUE)));
    }

    private static IntStream rejected(WorkerSetup setup, Receipts published, int[] refused, int partition) {
        return published.offsets(partition).stream()
                .filter(offset -> offset >= refused[partition] && setup.isRejected(offset));
    }

    /** Returns how many letters are there more than once. */
    private int assertAllArrived(WorkerSetup setup, Receipts published, int[] refused) {
        var missing = new HashSet<String>();
        for (int i = 0; i < published.partitions(); i++) {
            String place = setup.queue() + "-" + i + "-";
            rejected(setup, published, refused, i).forEach(offset -> missing.add(place + offset));
        }
        assertThat(missing).as("tasks whose letters were refused").isNotEmpty();
        List<String> letters = Letters.ids(broker, setup.queue());
        var seen = new HashSet<>(letters);
        missing.removeAll(seen);
        assertThat(missing).as("letters that did not arrive").isEmpty();
        return letters.size() - seen.size();
    }
}
