package io.trireme.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** A {@link ProcessReport} as the value of a record of {@code trireme.answers}: JSON. Pure. */
final class ReportCodec {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private ReportCodec() {}

    static byte[] write(ProcessReport report) {
        try {
            return JSON.writeValueAsBytes(report);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The report; empty when the bytes are none, since anybody may write to the topic. */
    static Optional<ProcessReport> read(byte[] value) {
        try {
            return Optional.ofNullable(JSON.readValue(value, ProcessReport.class))
                    .filter(report -> report.process() != null);
        } catch (IOException | RuntimeException foreign) {
            return Optional.empty();
        }
    }
}
