package io.trireme.channel;

import io.trireme.consume.HandlerMuster;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The channels of this application on queues; none where there is no reactive messaging. They are wired before the queues' handlers
 * are called up, which is answered here. Any thread.
 */
@Singleton
public class Channels {
    private final Map<String, ChannelHandler> handlers = new LinkedHashMap<>(); // by channel; guarded by this
    private final List<Watched> watched = new ArrayList<>(); // bounded by the configuration; guarded by this
    private boolean called; // the handlers have been; guarded by this

    /** Adds an incoming channel; several with the same settings, being copies of one, share its tasks. */
    synchronized void add(ChannelSettings settings, Intake intake) {
        if (called) {
            throw new IllegalStateException("channel '" + settings.channel()
                    + "' was wired after the handlers were called up, so its queue would have none");
        }
        handlers.computeIfAbsent(settings.channel(), channel -> new ChannelHandler(settings))
                .add(intake);
        watched.add(intake);
    }

    /** Adds an outgoing channel. */
    synchronized void add(Watched outgoing) {
        watched.add(outgoing);
    }

    synchronized void answer(@Observes HandlerMuster muster) {
        called = true;
        handlers.values().forEach(muster::answer);
    }

    /** All of them, as the probes see them. */
    synchronized List<Watched> watched() {
        return List.copyOf(watched);
    }

    /** What is to be said of channels through which nothing flows any more, by name. */
    public synchronized Map<String, String> troubles() {
        var troubles = new TreeMap<String, String>();
        watched.forEach(channel -> channel.trouble().ifPresent(trouble -> troubles.put(channel.channel(), trouble)));
        return troubles;
    }
}
