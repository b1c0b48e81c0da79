package io.trireme.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Publisher;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.TaskHandle;
import io.trireme.result.Replies;
import io.trireme.result.ResultOptions;
import io.trireme.result.Revoker;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PlainConfig;
import java.lang.reflect.Type;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** A publisher as an application has it, without CDI. All of them share one partition for their replies. */
public final class TestPublisher implements Publisher, AutoCloseable {
    private final Replies replies;
    private final KafkaPublisher publisher;

    private TestPublisher(Replies replies, KafkaPublisher publisher) {
        this.replies = replies;
        this.publisher = publisher;
    }

    public static TestPublisher start(String bootstrap) {
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", bootstrap));
        var config = PlainConfig.read(Map.of());
        PublisherOptions options = PublisherOptions.of(config);
        var codec = new PayloadCodec(new ObjectMapper());
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        var replies = new Replies(kafka, ResultOptions.of(config), codec, options.blockAtMost(), Revoker.NONE, () -> 0);
        return new TestPublisher(
                replies, new KafkaPublisher(kafka, options, codec, replies, "/test", InstantSource.system(), random));
    }

    @Override
    public CompletableFuture<Receipt> publish(Task task) {
        return publisher.publish(task);
    }

    @Override
    public <R> TaskHandle<R> submit(Task task, Class<R> as) {
        return publisher.submit(task, as);
    }

    @Override
    public <R> TaskHandle<R> submit(Task task, Type as) {
        return publisher.submit(task, as);
    }

    @Override
    public void close() {
        replies.close();
        publisher.close();
    }
}
