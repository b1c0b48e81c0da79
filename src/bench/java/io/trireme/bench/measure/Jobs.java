package io.trireme.bench.measure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Parses payloads. */
final class Jobs {
    private static final ObjectReader READER =
            new ObjectMapper(JsonFactory.builder().recyclerPool(new Buffers()).build()).readerFor(Tasks.Job.class);

    private Jobs() {}

    static Tasks.Job parse(byte[] payload) {
        try {
            return READER.readValue(payload);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
