package io.trireme.publish;

import io.trireme.Fault;
import io.trireme.Publisher;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.TaskHandle;
import io.trireme.TriremeConfig;
import io.trireme.TriremeException;
import io.trireme.result.Link;
import io.trireme.result.Replies;
import io.trireme.wire.CurrentTrace;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PayloadException;
import io.trireme.wire.TaskIds;
import io.trireme.wire.Topics;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Publishes tasks as CloudEvents over one producer, which is opened with the first task.
 *
 * <p>Any thread. Each task succeeds or fails by itself; what a full buffer or absent brokers delay is bounded by the
 * publisher's settings. Answers come on the producer's thread: what is chained to them must not block.
 */
public final class KafkaPublisher implements Publisher, AutoCloseable {
    private static final List<String> LINKS = List.of(Headers.LINK, Headers.LINK_ERROR);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private final TriremeConfig.PublisherSettings settings;
    private final PayloadCodec codec;
    private final Replies replies;
    private final byte[] source;
    private final InstantSource clock;
    private final TaskIds ids;
    private final KnownQueues queues;
    private final Map<String, LongAdder> published = new ConcurrentHashMap<>(); // bounded by the queues there are
    private volatile BiConsumer<String, LongAdder> watcher = (queue, count) -> {}; // set by whoever meters
    private volatile @Nullable Producer<byte[], byte[]> producer; // written under this, read by publishers
    private boolean closed; // guarded by this

    /**
     * @param replies where results come back to; left open
     * @param source what {@code ce_source} says
     * @param random safe for use by any number of threads
     */
    public KafkaPublisher(
            KafkaSettings kafka,
            TriremeConfig.PublisherSettings settings,
            PayloadCodec codec,
            Replies replies,
            String source,
            InstantSource clock,
            RandomGenerator random) {
        this.kafka = kafka;
        this.settings = settings;
        this.codec = codec;
        this.replies = replies;
        this.source = bytes(source);
        this.clock = clock;
        this.ids = new TaskIds(clock, random);
        this.queues = new KnownQueues(kafka, settings.blockAtMost(), clock);
    }

    @Override
    public CompletableFuture<Receipt> publish(Task task) {
        var answer = new CompletableFuture<Receipt>();
        String id = task.id().orElseGet(ids::next);
        try {
            queues.check(task.queue());
            checkLinks(task);
            Optional<Instant> due = DueTimes.of(task, id, clock.instant());
            if (due.isPresent()) {
                queues.checkSchedule(id, task.queue());
            }
            producer().send(record(task, id, due), (metadata, failure) -> {
                if (failure == null) {
                    answer.complete(receipt(task, id, metadata));
                    published(task.queue()).increment();
                } else {
                    answer.completeExceptionally(fault(task, id, failure));
                }
            });
        } catch (TriremeException fault) {
            answer.completeExceptionally(fault);
        } catch (InterruptException stopped) { // the client has set the thread's flag again
            answer.completeExceptionally(fault(task, id, stopped));
        } catch (KafkaException | IllegalStateException failure) {
            answer.completeExceptionally(fault(task, id, failure));
        }
        return answer;
    }

    /** A misspelt queue is this caller's mistake, and must not be found out by a worker that then holds its offset. */
    private void checkLinks(Task task) {
        for (String name : LINKS) {
            String link = task.headers().get(name);
            if (link != null) {
                queues.check(Link.of(link).map(Link::queue).orElseThrow(() -> Fault.QUEUE_NAME_WRONG.because(link)));
            }
        }
    }

    @Override
    public <R> TaskHandle<R> submit(Task task, Class<R> as) {
        return replies.submit(task, as, ids, this::publish);
    }

    @Override
    public <R> TaskHandle<R> submit(Task task, Type as) {
        return replies.submit(task, as, ids, this::publish);
    }

    /** Shows {@code watcher} the count of each queue that tasks are published to: now, and when a new one comes. */
    public void watchPublished(BiConsumer<String, LongAdder> watcher) {
        this.watcher = watcher;
        published.forEach(watcher);
    }

    private LongAdder published(String queue) {
        LongAdder known = published.get(queue);
        return known == null ? published.computeIfAbsent(queue, this::count) : known;
    }

    private LongAdder count(String queue) {
        var count = new LongAdder();
        watcher.accept(queue, count);
        return count;
    }

    private static Receipt receipt(Task task, String id, RecordMetadata metadata) {
        return new Receipt(id, task.queue(), metadata.partition(), metadata.offset());
    }

    /** The task's record; with a due time in the envelope that the schedule takes it out of. */
    private ProducerRecord<byte[], byte[]> record(Task task, String id, Optional<Instant> due) {
        var headers = new RecordHeaders();
        headers.add(Headers.SPEC_VERSION, bytes("1.0"));
        headers.add(Headers.ID, bytes(id));
        headers.add(Headers.TYPE, bytes(task.type().orElse(task.queue())));
        headers.add(Headers.SOURCE, source);
        headers.add(Headers.TIME, bytes(clock.instant().toString()));
        byte[] value = null;
        if (task.payload().isPresent()) {
            Object payload = task.payload().get();
            value = payload instanceof byte[] raw ? raw : encode(task.queue(), payload);
            headers.add(
                    Headers.CONTENT_TYPE,
                    bytes(
                            payload instanceof byte[]
                                    ? task.contentType().orElse("application/octet-stream")
                                    : "application/json"));
        }
        if (!task.headers().containsKey(Headers.TRACEPARENT)) {
            CurrentTrace.traceparent().ifPresent(trace -> headers.add(Headers.TRACEPARENT, bytes(trace)));
        }
        task.headers().forEach((name, text) -> {
            if (!DueTimes.HEADERS.contains(name)) {
                headers.add(name, bytes(text));
            }
        });
        byte[] key = task.key().map(KafkaPublisher::bytes).orElse(null);
        if (due.isPresent()) {
            headers.add(Headers.DUE, bytes(due.get().toString()));
            headers.add(Headers.TARGET_QUEUE, bytes(task.queue()));
            if (key != null) {
                headers.add(Headers.TARGET_KEY, key);
            }
            return new ProducerRecord<>(Topics.schedule(), null, bytes(id), value, headers);
        }
        return new ProducerRecord<>(Topics.tasks(task.queue()), null, key, value, headers);
    }

    private byte[] encode(String queue, Object payload) {
        try {
            return codec.encode(payload);
        } catch (PayloadException | RuntimeException failure) { // a getter of the user's may throw anything
            throw Fault.UNENCODABLE.causedBy(failure, queue, failure.getMessage());
        }
    }

    private TriremeException fault(Task task, String id, Exception failure) {
        if (failure instanceof RecordTooLargeException) {
            return Fault.PAYLOAD_TOO_LARGE.causedBy(failure, id, task.queue());
        }
        if (failure instanceof BufferExhaustedException) {
            return Fault.BUFFER_FULL.causedBy(failure, id, task.queue(), failure.getMessage());
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            queues.forget(task.queue());
            return Fault.QUEUE_UNKNOWN.because(task.queue());
        }
        return Fault.NOT_PUBLISHED.causedBy(failure, id, task.queue(), failure.getMessage());
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> open = producer;
        return open == null ? open() : open;
    }

    private synchronized Producer<byte[], byte[]> open() {
        if (closed) {
            throw new IllegalStateException("the publisher is closed");
        }
        if (producer == null) {
            Map<String, Object> client = kafka.producer("trireme-publisher");
            client.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.bufferBytes());
            client.put(
                    ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.blockAtMost().toMillis());
            int timeout = Math.toIntExact(settings.timeout().toMillis());
            client.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
            client.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(timeout, 10_000));
            producer = new KafkaProducer<>(client);
        }
        return producer;
    }

    /** Waits for the answers under way, a bounded time. */
    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(CLOSING);
        }
        queues.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
