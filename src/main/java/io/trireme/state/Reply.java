package io.trireme.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/**
 * A record of {@code trireme.state.replies}: the answer to one call.
 *
 * @param replyTo the partition that it goes to
 * @param session of the call
 * @param number of the call
 * @param outcome how it ended
 * @param amount a fencing token, a size, a count; as the verb says
 * @param value JSON, or empty
 */
record Reply(int replyTo, String session, long number, Outcome outcome, long amount, String value) {
    /** The session is the record's key; {@code shard} is the partition of the commands, by which calls are numbered. */
    byte[] encode(int shard) {
        return Json.write(new Content(shard, number, outcome, amount, value));
    }

    /** A reply as its caller gets it. */
    record Delivery(int shard, Reply reply) {}

    /** Empty for what is no reply that this version knows. Never throws. */
    static Optional<Delivery> decode(int partition, String session, byte[] value) {
        try {
            JsonNode json = Json.tree(value);
            return Optional.of(new Delivery(
                    json.path("shard").asInt(),
                    new Reply(
                            partition,
                            session,
                            json.path("number").asLong(),
                            Outcome.valueOf(json.path("outcome").asText()),
                            json.path("amount").asLong(),
                            json.path("value").asText())));
        } catch (IOException | IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private record Content(int shard, long number, Outcome outcome, long amount, String value) {}
}
