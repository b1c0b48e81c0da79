package io.trireme.bench.measure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Parses payloads. Its buffers come from a pool that virtual threads share, so that a thread a task makes none anew. */
final class Jobs {
    private static final ObjectReader READER = new ObjectMapper(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                    .build())
            .readerFor(Tasks.Job.class);

    private Jobs() {}

    static Tasks.Job parse(byte[] payload) {
        try {
            return READER.readValue(payload);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
