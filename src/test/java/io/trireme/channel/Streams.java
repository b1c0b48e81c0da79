package io.trireme.channel;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** An application's methods on channels, which leave to the test what it is to see. */
@Singleton
class Streams {
    static final String NOTES = "channel-notes";
    static final String MESSAGES = "channel-messages";

    /** The queue of {@link #MESSAGES}, by its attribute {@code topic}. */
    static final String ACKS = "channel-acks";

    private static final String WORDS = "channel-words";

    final BlockingQueue<Noted> notes = new LinkedBlockingQueue<>();
    final BlockingQueue<Message<String>> messages = new LinkedBlockingQueue<>();

    record Note(String text, LocalDate day) {}

    record Noted(Note note, String id, String key, int attempt) {}

    /** A payload, with the task beside it. */
    @Incoming(NOTES)
    void note(Note note, IncomingTask task) {
        notes.add(new Noted(note, task.id(), task.key().orElse("none"), task.attempt()));
    }

    /** Messages that the test settles. */
    @Incoming(MESSAGES)
    CompletionStage<Void> take(Message<String> message) {
        messages.add(message);
        return CompletableFuture.completedFuture(null);
    }

    /** From a queue to the channel that publishes notes. */
    @Incoming(WORDS)
    @Outgoing("channel-written")
    Message<Note> write(Message<String> word) {
        var note = new Note(word.getPayload(), LocalDate.EPOCH);
        return word.withPayload(note).addMetadata(OutgoingTask.withKey("written"));
    }
}
