package io.trireme.control;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import java.time.InstantSource;
import java.util.Map;

/** An operator, for tests elsewhere. */
public final class TestOrders implements AutoCloseable {
    private final SharedAdmin admin;
    private final RecordWriter writer;
    private final Control control;

    public TestOrders(String bootstrapServers) {
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", bootstrapServers));
        admin = new SharedAdmin(kafka);
        writer = new RecordWriter(kafka);
        control = new Control(kafka, admin, writer, "test", InstantSource.system());
        new ControlSetup(admin).ensure(true);
    }

    public Control control() {
        return control;
    }

    @Override
    public void close() {
        writer.close();
        admin.close();
    }
}
