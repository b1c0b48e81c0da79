package io.trireme.child;

import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TaskContext;
import io.trireme.TaskError;
import io.trireme.TaskRejected;
import io.trireme.TriremeException;
import io.trireme.consume.Handler;
import io.trireme.result.CarriedResult;
import io.trireme.result.ResultValue;
import io.trireme.run.EventLoops;
import io.trireme.wire.CurrentTrace;
import io.trireme.wire.LogFields;
import io.trireme.wire.PayloadCodec;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** What a handler did, in a child, as the answer for its parent. Used by the child's one thread. */
final class Answers implements ParentLink.Work {
    /** What of a frame is not the result. */
    private static final int AROUND = 1_024;

    private final Spelling spelling;
    private final String queue;
    private final Map<String, Handler> handlers;
    private final PayloadCodec codec;
    private final int longest;

    /**
     * @param spelling of what limits answers
     * @param setup of this child
     * @param handlers of the queue, by task type
     */
    Answers(Spelling spelling, Frame.Setup setup, Map<String, Handler> handlers, PayloadCodec codec) {
        this.spelling = spelling;
        this.queue = setup.queue();
        this.handlers = handlers;
        this.codec = codec;
        this.longest = setup.longest();
    }

    @Override
    public Frame.Answer answer(ChildTask task) {
        enter(task);
        try {
            return returned(task, call(task));
        } catch (Throwable thrown) { // a handler may throw anything; the child must survive
            return thrown(thrown);
        } finally {
            leave();
        }
    }

    private @Nullable Object call(TaskContext task) throws Exception {
        Handler handler = Optional.ofNullable(handlers.get(task.type()))
                .or(() ->
                        handlers.values().stream().filter(Handler::takesOthers).findFirst())
                .orElseThrow(() -> Fault.NO_HANDLER.because(queue, task.type(), handlers.keySet()));
        return handler.promises() ? EventLoops.callHere(() -> handler.handle(task)) : handler.handle(task);
    }

    private Frame.Answer returned(TaskContext task, @Nullable Object value) {
        if (value == null) {
            return new Frame.Nothing();
        }
        if (value instanceof Snooze snooze) {
            return new Frame.Snoozed(snooze.pause());
        }
        CarriedResult result = CarriedResult.of(task.id(), value, codec);
        if (result instanceof CarriedResult.Value(ResultValue encoded) && encoded.bytes().length > longest - AROUND) {
            var why = Fault.CHILD_RESULT_TOO_LARGE.because(
                    task.id(), encoded.bytes().length, spelling.of(Spelling.LONGEST), longest);
            return new Frame.Done(new CarriedResult.Unwritable(TaskError.of(Fault.CHILD_RESULT_TOO_LARGE, why)));
        }
        return new Frame.Done(result);
    }

    private static Frame.Answer thrown(Throwable thrown) {
        return switch (thrown) {
            case Snooze snooze -> new Frame.Snoozed(snooze.pause());
            case TaskRejected rejected -> new Frame.Rejected(rejected);
            case TriremeException fault -> new Frame.Faulted(fault.fault(), fault);
            default -> new Frame.Failed(thrown);
        };
    }

    private static void enter(TaskContext task) {
        MDC.put(LogFields.TASK_ID, task.id());
        MDC.put(LogFields.TASK_TYPE, task.type());
        MDC.put(LogFields.TASK_QUEUE, task.queue());
        task.traceparent().ifPresent(CurrentTrace::enter);
    }

    private static void leave() {
        MDC.remove(LogFields.TASK_ID);
        MDC.remove(LogFields.TASK_TYPE);
        MDC.remove(LogFields.TASK_QUEUE);
        CurrentTrace.leave();
    }
}
