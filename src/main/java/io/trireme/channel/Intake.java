package io.trireme.channel;

import io.trireme.TaskContext;
import org.jspecify.annotations.Nullable;

/** An incoming channel as the handler of its queue sees it. Used by several threads at once. */
interface Intake extends Watched {
    /**
     * Hands the task to the channel's subscriber and waits until its message is settled.
     *
     * @throws InterruptedException an interrupt came before the subscriber had it
     * @throws Exception what the message was refused with, itself
     */
    @Nullable
    Object take(TaskContext task) throws Exception;
}
