package io.trireme.schedule;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** How large a record is as brokers measure it: alone in an uncompressed batch, by the format of Kafka's protocol guide. */
final class RecordSize {
    private static final int BATCH = 61;

    /** Attributes, and the deltas of timestamp and offset, which are 0 of one that is alone. */
    private static final int FIXED = 3;

    private static final int ABSENT = -1;

    private RecordSize() {}

    static int of(byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        int size = FIXED + sized(length(key)) + sized(length(value));
        int count = 0;
        for (Header header : headers) {
            size += sized(Utils.utf8Length(header.key())) + sized(length(header.value()));
            count++;
        }
        size += ByteUtils.sizeOfVarint(count);
        return BATCH + ByteUtils.sizeOfVarint(size) + size;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? ABSENT : bytes.length;
    }

    private static int sized(int length) {
        return ByteUtils.sizeOfVarint(length) + Math.max(0, length);
    }
}
