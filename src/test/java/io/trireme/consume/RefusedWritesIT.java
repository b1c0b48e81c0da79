package io.trireme.consume;

import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.TaskRejected;
import io.trireme.dev.BrokerWithAcls;
import io.trireme.dev.EmbeddedBroker;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What settles a task may not be written, as a broker's access control lists have it. */
@Tag("side-by-side")
class RefusedWritesIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final EmbeddedBroker embedded = BrokerWithAcls.start();
    private final BrokerClient broker = new BrokerClient(embedded.bootstrapServers());

    @AfterEach
    void close() {
        broker.close();
        embedded.close();
    }

    @Test
    void a_letter_that_may_not_be_written_holds_its_offset_is_told_of_and_is_written_when_it_may() throws Exception {
        try (var queue = new TestQueue(broker.bootstrapServers(), "guarded", 1)) {
            String letters = Topics.deadLetters(queue.name());
            broker.admin()
                    .createAcls(List.of(acl(letters, ALL, ALLOW), acl(letters, WRITE, DENY)))
                    .all()
                    .get();
            await().atMost(SOON).until(() -> !allowed(letters).contains(WRITE));
            broker.produce(queue.name(), null, "bad");
            broker.produce(queue.name(), null, "good");
            QueueConsumer consumer = queue.start(queue.settings(), task -> {
                if (new String(task.payload().orElseThrow()).equals("bad")) {
                    throw new TaskRejected("never");
                }
            });

            await().atMost(SOON).until(() -> consumer.status().trouble().isPresent());
            assertThat(consumer.status().trouble().orElseThrow())
                    .contains(letters)
                    .containsIgnoringCase("authorized");
            await().atMost(SOON).until(() -> consumer.counters().done().sum() == 1); // the others go on
            assertThat(broker.lag(TestQueue.group(queue.name()), queue.name())).isEqualTo(2);
            assertThat(broker.readAll(letters)).isEmpty();

            broker.admin()
                    .deleteAcls(List.of(acl(letters, WRITE, DENY).toFilter()))
                    .all()
                    .get();
            await().atMost(SOON).until(() -> broker.lag(TestQueue.group(queue.name()), queue.name()) == 0);
            assertThat(broker.readAll(letters)).hasSize(1);
            assertThat(consumer.status().trouble()).isEmpty();
        }
    }

    private Set<AclOperation> allowed(String topic) throws Exception {
        return broker.admin()
                .describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .allTopicNames()
                .get()
                .get(topic)
                .authorizedOperations();
    }

    private static AclBinding acl(String topic, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", operation, permission));
    }
}
