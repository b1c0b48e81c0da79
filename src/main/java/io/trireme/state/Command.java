package io.trireme.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/**
 * A record of {@code trireme.state.commands}: one call, or something about a session. What is absent is 0, false or empty.
 *
 * @param verb what is asked for
 * @param from who asks
 * @param kind what the caller takes the object for
 * @param name of the object
 * @param shape what the object is made with if there is none: permits, bound, parties or length
 * @param holder which of the session's threads, as far as the object cares
 * @param amount a number
 * @param waits whether the call may be answered later
 * @param field a key, JSON, or a condition's name
 * @param value JSON
 * @param other what is expected to be there, JSON
 */
record Command(
        Verb verb,
        From from,
        Kind kind,
        String name,
        int shape,
        String holder,
        long amount,
        boolean waits,
        String field,
        String value,
        String other) {
    /**
     * A call of a session.
     *
     * @param session whose it is
     * @param number of the call, growing within the session and partition
     * @param known what the session knows of those before it
     * @param replyTo the partition of {@code trireme.state.replies} that the caller reads
     */
    record From(String session, long number, Known known, int replyTo) {
        static final From NOBODY = new From("", 0, Known.below(0), 0);
    }

    /** A command about a session. */
    static Command of(Verb verb, String session, long amount) {
        return of(Kind.LOCK, "", verb).from(session, 0, 0, 0).withAmount(amount);
    }

    /** A command about an object; the rest is added by {@code with}. */
    static Command of(Kind kind, String name, Verb verb) {
        return new Command(verb, From.NOBODY, kind, name, 0, "", 0, false, "", "", "");
    }

    String session() {
        return from.session();
    }

    long number() {
        return from.number();
    }

    Known known() {
        return from.known();
    }

    int replyTo() {
        return from.replyTo();
    }

    /** From who knows all answers below {@code answered}, and no others. */
    Command from(String session, long number, long answered, int replyTo) {
        return from(session, number, Known.below(answered), replyTo);
    }

    Command from(String session, long number, Known known, int replyTo) {
        var caller = new From(session, number, known, replyTo);
        return new Command(verb, caller, kind, name, shape, holder, amount, waits, field, value, other);
    }

    Command withShape(int given) {
        return new Command(verb, from, kind, name, given, holder, amount, waits, field, value, other);
    }

    Command withHolder(String given) {
        return new Command(verb, from, kind, name, shape, given, amount, waits, field, value, other);
    }

    Command withAmount(long given) {
        return new Command(verb, from, kind, name, shape, holder, given, waits, field, value, other);
    }

    Command waiting() {
        return new Command(verb, from, kind, name, shape, holder, amount, true, field, value, other);
    }

    Command withField(String given) {
        return new Command(verb, from, kind, name, shape, holder, amount, waits, given, value, other);
    }

    Command withValue(String given) {
        return new Command(verb, from, kind, name, shape, holder, amount, waits, field, given, other);
    }

    Command expecting(String given) {
        return new Command(verb, from, kind, name, shape, holder, amount, waits, field, value, given);
    }

    byte[] encode() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verb", verb.name());
        text(json, "session", session());
        number(json, "number", number());
        known().write(json);
        number(json, "replyTo", replyTo());
        if (!name.isEmpty()) {
            json.put("kind", kind.name()).put("name", name);
        }
        number(json, "shape", shape);
        text(json, "holder", holder);
        number(json, "amount", amount);
        if (waits) {
            json.put("waits", true);
        }
        text(json, "field", field);
        text(json, "value", value);
        text(json, "other", other);
        return Json.write(json);
    }

    private static void text(ObjectNode json, String key, String text) {
        if (!text.isEmpty()) {
            json.put(key, text);
        }
    }

    private static void number(ObjectNode json, String key, long number) {
        if (number != 0) {
            json.put(key, number);
        }
    }

    /** Whether it may not end without the lock that it began with: a wait for a condition. */
    boolean endsWithLock() {
        return verb == Verb.AWAIT && (kind == Kind.LOCK || kind == Kind.PLAIN_LOCK);
    }

    /** Whether every part is within what a shard can bear; clients check before they send, with a sentence. */
    private boolean isSound() {
        return number() < Long.MAX_VALUE
                && (number() >= 0 || verb.ofSession())
                && known().isSound()
                && replyTo() >= 0
                && shape >= 0
                && (kind != Kind.LIST || shape <= Limits.ARRAY_LENGTH)
                && (kind == Kind.COUNTER || amount >= 0)
                && (!name.isEmpty() || verb.ofSession() || verb.ofNoSession())
                && session().length() <= Limits.SESSION_LENGTH
                && holder.length() <= Limits.SESSION_LENGTH
                && Texts.bytes(name).length <= Limits.NAME_BYTES
                && Texts.bytes(field).length <= Limits.FIELD_BYTES
                && Texts.bytes(value).length <= Limits.VALUE_BYTES
                && Texts.bytes(other).length <= Limits.VALUE_BYTES;
    }

    /** Empty for what is no command that this version knows. Never throws. */
    static Optional<Command> decode(byte[] value) {
        try {
            JsonNode json = Json.tree(value);
            var command = new Command(
                    Verb.valueOf(json.path("verb").asText()),
                    new From(
                            json.path("session").asText(),
                            json.path("number").asLong(),
                            Known.read(json),
                            json.path("replyTo").asInt()),
                    Kind.valueOf(json.path("kind").asText(Kind.LOCK.name())),
                    json.path("name").asText(),
                    json.path("shape").asInt(),
                    json.path("holder").asText(),
                    json.path("amount").asLong(),
                    json.path("waits").asBoolean(),
                    json.path("field").asText(),
                    json.path("value").asText(),
                    json.path("other").asText());
            return Optional.of(command).filter(Command::isSound);
        } catch (IOException | IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
