package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.testing.BrokerClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Looks at a group's offsets ten times a second: a commit of somebody who no longer owns a partition would set one back. */
final class CommitWatch implements AutoCloseable {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<List<String>> setBack;

    CommitWatch(BrokerClient broker, String group) {
        setBack = thread.submit(() -> watch(broker, group));
    }

    private List<String> watch(BrokerClient broker, String group) throws InterruptedException {
        var last = new HashMap<TopicPartition, Long>();
        var wrong = new ArrayList<String>();
        while (!stop.await(100, TimeUnit.MILLISECONDS)) {
            Map<TopicPartition, OffsetAndMetadata> now = broker.committed(group);
            now.forEach((partition, commit) -> {
                Long before = last.put(partition, commit.offset());
                if (before != null && commit.offset() < before) {
                    wrong.add(partition + " from " + before + " to " + commit.offset());
                }
            });
        }
        return wrong;
    }

    void verify() throws Exception {
        stop.countDown();
        assertThat(setBack.get()).as("commits that went back").isEmpty();
    }

    @Override
    public void close() {
        stop.countDown();
        thread.close();
    }
}
