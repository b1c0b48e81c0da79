package io.trireme.bench;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.trireme.bench.measure.Setup;
import io.trireme.bench.measure.Work;
import io.trireme.wire.KafkaSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Confluent's Parallel Consumer: its defaults, as many threads as told, and the bare loop's consumer settings. */
final class ParallelConsumer {
    private ParallelConsumer() {}

    static AutoCloseable start(Setup setup, Work work) {
        var settings = new KafkaSettings(Map.of("bootstrap.servers", setup.bootstrap()));
        var processor =
                ParallelStreamProcessor.createEosStreamProcessor(ParallelConsumerOptions.<byte[], byte[]>builder()
                        .consumer(new KafkaConsumer<>(settings.consumer(setup.group(), "parallel")))
                        .ordering(setup.ordered() ? ProcessingOrder.KEY : ProcessingOrder.UNORDERED)
                        .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                        .maxConcurrency(setup.concurrency())
                        .build());
        processor.subscribe(List.of(setup.topic()));
        processor.poll(context -> {
            try {
                work.handle(context.value());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        });
        return processor::close;
    }
}
