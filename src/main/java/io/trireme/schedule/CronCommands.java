package io.trireme.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A job as a record of {@code trireme.schedule}. */
final class CronCommands {
    private static final String SOURCE = "trireme-cron";

    private CronCommands() {}

    static ProducerRecord<byte[], byte[]> add(CronJob job, byte @Nullable [] payload) {
        var record = new ProducerRecord<>(Topics.schedule(), (CronEntry.PREFIX + job.name()).getBytes(UTF_8), payload);
        header(record, Headers.TARGET_QUEUE, job.queue());
        header(record, Headers.CRON, job.rule().strip());
        header(record, Headers.CRON_ZONE, job.zone());
        header(record, Headers.CRON_MISSED, job.missed().name());
        header(record, Headers.SPEC_VERSION, "1.0");
        header(record, Headers.TYPE, job.type());
        header(record, Headers.SOURCE, SOURCE);
        if (payload != null) {
            header(record, Headers.CONTENT_TYPE, "application/json");
        }
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String text) {
        record.headers().add(name, text.getBytes(UTF_8));
    }
}
