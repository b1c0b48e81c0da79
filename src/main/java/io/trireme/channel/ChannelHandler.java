package io.trireme.channel;

import io.trireme.TaskContext;
import io.trireme.consume.Handler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An incoming channel as the handler of its queue; its copies, if it has any, take turns. Tasks of one key may go to different
 * copies: their lane lets the next one begin only after the last one was settled.
 */
final class ChannelHandler implements Handler {
    private final ChannelSettings settings;
    private final List<Intake> copies = new CopyOnWriteArrayList<>(); // complete before the first task
    private final AtomicInteger turn = new AtomicInteger();

    ChannelHandler(ChannelSettings settings) {
        this.settings = settings;
    }

    void add(Intake copy) {
        copies.add(copy);
    }

    @Override
    public String queue() {
        return settings.queue();
    }

    @Override
    public String type() {
        return settings.taskType().orElse(settings.queue());
    }

    @Override
    public boolean takesOthers() {
        return settings.taskType().isEmpty();
    }

    @Override
    public String name() {
        return "channel '" + settings.channel() + "'";
    }

    @Override
    public @Nullable Object handle(TaskContext task) throws Exception {
        return copies.get(Math.floorMod(turn.getAndIncrement(), copies.size())).take(task);
    }
}
