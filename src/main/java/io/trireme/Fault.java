package io.trireme;

import org.jspecify.annotations.Nullable;

/** Everything that can go wrong by somebody's mistake, with the sentence that says what to do. */
public enum Fault {
    /** A handler method that cannot be called; fails the build. */
    HANDLER_UNUSABLE("Handler %s cannot be called: %s"),
    /** Two handlers for one type; fails the build. */
    HANDLER_TWICE(
            "Task type '%s' of queue '%s' is handled by both %s and %s. Give one of them another type, or another queue with @Handles(queue = \"...\")."),
    /** A setting with a value out of its range; fails the start. */
    SETTING_WRONG("%s is %s; %s"),
    /** Settings of retries, or what a handler says of them, out of their range; fails the start. */
    RETRIES_WRONG("%s: %s"),
    /** An attribute of a channel that cannot be; fails the start. */
    CHANNEL_WRONG("Channel '%s': its attribute %s is '%s', %s"),
    /** A Kafka setting that the promises rest on; fails the start. */
    SETTING_REFUSED(
            "kafka.%s is set to '%s', but Trireme's promises rest on '%s', which it sets itself. Remove the setting."),
    /** A program that is to be a queue's handler and cannot be run; fails the start. */
    COMMAND_UNUSABLE("Command '%s' of queue '%s' cannot be run: %s"),
    /** Child processes that cannot be had; fails the start. */
    CHILD_UNUSABLE("Queue '%s' cannot have child processes (runner=process): %s"),
    /** {@code trireme.worker.queues} names a queue without handler; fails the start. */
    QUEUE_WITHOUT_HANDLER(
            "trireme.worker.queues names '%s', but no handler works on that queue; there are handlers for: %s. Annotate a method with @Handles(\"%1$s\"), or correct the name."),
    /** HTTP is to listen beyond loopback, to anybody; fails the start. */
    HTTP_UNGUARDED(
            "HTTP listens on loopback only as long as callers need no token, and quarkus.http.host is %s. Set it to 127.0.0.1, or have 'trireme token' make tokens and set trireme.http.tokens-file to the file of their lines."),
    /** The file of the tokens cannot be used; fails the start. */
    TOKENS_WRONG(
            "The file of tokens, %s, cannot be used: %s Correct it, or take another one with trireme.http.tokens-file."),
    /** The topic of a queue does not exist and may not be created; fails the start. */
    TOPIC_MISSING("Topic %s does not exist. Create it, or set trireme.topics.create=true."),
    /** A topic of Trireme's own with a setting that its promises do not bear; fails the start. */
    TOPIC_UNFIT(
            "Topic %s has %s=%s, and what it holds would be lost. Set it to %s: kafka-configs.sh --alter --entity-type topics --entity-name %1$s --add-config %2$s=%4$s."),
    /** The brokers refused something or did not answer at start; fails the start. */
    BROKER_UNAVAILABLE("The brokers at %s did not answer: %s. Check kafka.bootstrap.servers and that they run."),

    /** A task for a queue that does not exist. */
    QUEUE_UNKNOWN(
            "Queue '%s' does not exist: there is no topic of that name. Correct the name, or start a worker that handles it, which creates the topic."),
    /** A name that cannot be a queue's. */
    QUEUE_NAME_WRONG(
            "'%s' cannot be a queue's name. Use 1 to 200 letters, digits, dots, hyphens and underscores, not ending in '.dead' nor starting with 'trireme.'."),
    /** The payload has no encoding. */
    UNENCODABLE("The payload of a task for queue '%s' cannot be written as JSON: %s"),
    /** The payload is not what its content type says. */
    PAYLOAD_MALFORMED("The payload is not valid JSON: %s"),
    /** The record is larger than the brokers allow. */
    PAYLOAD_TOO_LARGE(
            "Task %s for queue '%s' is larger than the brokers allow. Store the data elsewhere and send its address, or raise max.message.bytes of the topic (and kafka.max.request.size)."),
    /** Memory that processes of a host share cannot be had as it is asked for. */
    SHARED_MEMORY_WRONG("Shared memory '%s' cannot be had: %s."),
    /** The publisher's buffer is full, or the brokers do not take anything at present. */
    BUFFER_FULL(
            "Task %s for queue '%s' was not published: the buffer is full or the brokers do not answer. Publish more slowly and try again, or raise trireme.publisher.buffer-bytes. (%s)"),
    /** The brokers did not take the task. */
    NOT_PUBLISHED("Task %s for queue '%s' was not published: %s. It may be published again."),

    /** What a handler returned has no encoding; the task is done, its result a failed one. */
    RESULT_UNENCODABLE(
            "Task %s is done, but what its handler returned, a %s, cannot be written as JSON: %s. Return something that can be."),
    /** What a handler returned is larger than the brokers allow; the task is done, its result a failed one. */
    RESULT_TOO_LARGE(
            "Task %s is done, but what its handler returned, %d bytes, is larger than trireme.results allows. Store it elsewhere and return its address, or raise max.message.bytes of the topic."),
    /** The result is not what the caller reads it as. */
    RESULT_UNREADABLE("The result of task %s, a %s, cannot be read as %s: %s"),
    /** Nothing keeps results in this cluster. */
    RESULTS_MISSING(
            "Nobody keeps results here: there is no topic trireme.results. Start a worker of this version, which creates it."),
    /** Too many results are waited for in this process. */
    TOO_MANY_WAITING(
            "The result of task %s cannot be waited for: this process waits for %d already, as many as trireme.results.max-waiting allows. Submit more slowly, or raise it."),
    /** A result was waited for, and the process closes. */
    CALLER_CLOSED(
            "The result of task %s is not waited for any more, since this process closes. The task itself goes on; ask for its result by its id."),
    /** A result was waited for, and did not come. */
    RESULT_OVERDUE(
            "The result of task %s did not come within %s (trireme.results.await-at-most). Look whether its queue has workers; later its result is found by its id."),

    /** Nothing is known of the task, nor will be. */
    TASK_UNKNOWN(
            "Nothing is known of task '%s': its id was not made within the last %s, for which results are kept (trireme.results.retention)."),
    /** An id that does not say where its result is, and nobody who knows. */
    RESULT_NOT_BY_ID(
            "The result of task '%s' is not found by its id, which is no UUID of version 7 and so does not say where to look, and no process runs that notes where results lie. Start one with the role state ('trireme work --role state', or trireme.roles), or publish tasks without an id of your own."),
    /** An id of the publisher's own of which nothing was told. */
    RESULT_UNKNOWN(
            "Nothing was told of task '%s' within the last %s, for which results are kept (trireme.results.retention): it has not ended, nobody asked for its result when it was published, or there is no such task."),
    /** There is too much to read for one result. */
    RESULT_TOO_FAR(
            "The result of task '%s' was not found among the %d results that could be read within %s s. Ask sooner after the task was published, or add partitions to trireme.results."),
    /** Too many results are looked for at once. */
    TOO_MANY_LOOKUPS(
            "The result of task '%s' could not be looked for: %d others are being looked for already. Ask again, with a longer wait instead of more often."),

    /** What a handler returned is larger than the queue takes that it is to go to. */
    LINK_TOO_LARGE(
            "What task %s returned is larger than its linked queue '%s' takes, so no task follows there. Store it elsewhere and return its address, or raise max.message.bytes of that topic."),

    /** A delay that cannot be. */
    DELAY_WRONG("'%s' is no delay: use a duration from 0s to %d days, or a point in time no further ahead."),
    /** An id that a task which is to run later cannot have. */
    TASK_ID_WRONG(
            "'%s' cannot be the id of a task that is to run later: an id is not empty, and one that begins with '%s' would take the place of a cron rule. Give it another id, or none, and the publisher makes one."),
    /** Nothing holds timers in this cluster. */
    SCHEDULE_MISSING(
            "Task %s for queue '%s' is to run later, but nobody holds timers here: there is no topic trireme.schedule. Start a process with the role schedule ('trireme work --role schedule', or trireme.roles), which creates it."),
    /** Retries that wait in the schedule, and nobody who holds them; fails the start. */
    SCHEDULE_UNREACHABLE(
            "Retries of queue '%s' are to leave this process (retry.mode=delayed), but no process holds timers in this cluster: none joined the group %s within %s. Start one with the role schedule ('trireme work --role schedule', or trireme.roles=schedule; in this process too: trireme.roles=worker,schedule), or set retry.mode=in-place."),
    /** A role on Kafka Streams without it; fails the start. */
    STREAMS_MISSING(
            "The role %s needs Kafka Streams, which is not on the class path. Add the dependencies org.apache.kafka:kafka-streams and org.rocksdb:rocksdbjni, or leave %1$s out of trireme.roles."),
    /** Nobody would hear what an operator orders. */
    CONTROL_MISSING(
            "Nobody would hear of '%s': there is no topic trireme.control. Start a worker of this version, which creates it."),
    /** What cannot be the id of a task or the name of a group. */
    NAME_WRONG("A task's id and a group's name have 1 to %s characters, not %s. Correct it."),
    /** A number of attempts at once that cannot be. */
    CONCURRENCY_WRONG("A concurrency of %s cannot be ordered: use a number from 1 to %s; to hold a queue, pause it."),
    /** There is no timer with this id. */
    TIMER_UNKNOWN(
            "There is no timer '%s': it has fired, was cancelled, or never was. 'trireme schedule list' shows what waits."),

    /** Nothing holds shared state in this cluster. */
    STATE_MISSING(
            "Nobody holds shared state here: there is no topic trireme.state.commands. Start a process with the role state ('trireme work --role state', or trireme.roles), which creates it."),
    /** The processes that hold shared state do not answer. */
    STATE_UNANSWERED(
            "No answer about %s within %s: no process with the role state runs, or it cannot reach the brokers. Start one ('trireme work --role state') and look at its probes. The call may still be carried out later, unless it was waiting."),
    /** A name that no shared object can have. */
    STATE_NAME_WRONG("A shared object's name has 1 to %s bytes in UTF-8, and this one has %s: '%s'. Shorten it."),
    /** A shared object exists and is something else. */
    STATE_OTHER_KIND("'%s' is a %s, not a %s. Use another name, or the kind that it is."),
    /** A shared object exists and was made with another size. */
    STATE_OTHER_SHAPE(
            "%s was made with %s permits, places, parties or elements, not with %s. Use the same number everywhere."),
    /** More than a shared object was made for. */
    STATE_OVER_BOUND("%s cannot do that: more is given back than was taken, or asked for than there can be."),
    /** A value of shared state that is too large, or an object that would become so. */
    STATE_TOO_LARGE(
            "%s does not take that: a value may have %s bytes as JSON, a map's key %s, and what the object holds or the line of those who wait for it has a bound too. Store large data elsewhere and share its address."),
    /** More processes use shared state than it is made for. */
    STATE_TOO_MANY_SESSIONS(
            "Shared state takes part of %s processes in one partition, and so many have called it. Let fewer processes use it, and each through one SharedState (the bean)."),
    /** A process asks for too much at once. */
    STATE_TOO_MANY_CALLS(
            "Too many calls of this process wait for shared state, %s in one partition. Call less at once."),
    /** What is shared was written by another version. */
    STATE_FORMAT(
            "What is shared was written to %s by another version of Trireme (format %s, and this one reads %s). Go on with that version; or stop all processes with the role state, delete that topic and start them again: what was shared is forgotten then, and fencing tokens go on growing."),
    /** A value of shared state that cannot be written or read. */
    STATE_VALUE_WRONG("A value of %s cannot be written or read as %s: %s"),
    /** There is no shared object of this name. */
    STATE_UNKNOWN("There is no shared object '%s', or nobody holds it. 'trireme state list' shows what there is."),
    /** The processes that hold shared state do not know what was asked; they are of an older version. */
    STATE_NOT_UNDERSTOOD("%s cannot do that here. Update the processes with the role state."),

    /** There is no dead letter with this id. */
    LETTER_UNKNOWN(
            "Queue '%s' has no dead letter '%s': it was put back or purged, or never gave up. 'trireme dead list %1$s' shows what there is."),
    /** Another redrive, edit or purge of the same queue's dead letters began. */
    REDRIVE_OVERTAKEN(
            "Another redrive, edit or purge of the dead letters of queue '%s' began and took over, or the brokers ended this one for taking too long; it stopped after %d letters, none of them half done. Look at what is left and start again."),
    /** A point in time or a duration that cannot be read. */
    MOMENT_WRONG(
            "'%s' is neither a duration like 10s, 5m or 2h nor a point in time like 2030-01-31T12:00:00Z, or lies in the past. Correct it."),

    /** A cron expression or time zone that cannot be read, or that never fires. */
    CRON_WRONG(
            "'%s' in zone '%s' is no cron rule: %s Use five fields, minute, hour, day of the month, month and day of the week, like '0 3 * * MON-FRI', or six with the second in front, and a zone like Europe/Berlin."),

    /** A cron rule beside a handler that cannot take its tasks; fails the start. */
    CRON_PAYLOAD(
            "@Cron of handler %s %s, and it takes %s. Write what it takes as JSON: @Cron(value = \"...\", payload = \"...\"); or take an Optional, or nothing, as the parameter."),

    /** The record has no value and the handler needs one. */
    NO_PAYLOAD(
            "Task %s has no payload, which handler %s needs. Publish a value, or take an Optional or byte[] as the parameter."),
    /** The payload is not what the handler takes. */
    UNDECODABLE("The payload of task %s cannot be read as %s: %s"),
    /** A header of the task that Trireme goes by cannot be read. */
    HEADER_MALFORMED("Header %s of task %s is '%s', which cannot be read. Write it like %s, and redrive the task."),
    /** The queue has no handler of the task's type. */
    NO_HANDLER(
            "Queue '%s' has no handler for type '%s' in this application; it has: %s. Annotate a method with @Handles, or publish with one of these types."),
    /** The handler said that the task cannot be done. */
    REJECTED("The handler rejected task %s: %s"),
    /** Every attempt failed. */
    ATTEMPTS_EXHAUSTED("Task %s failed %d times, the last time with: %s"),
    /** An attempt failed, and another one follows. */
    ATTEMPT_FAILED("Task %s failed with: %s"),
    /** An attempt failed with what the retry settings say is not worth another one. */
    ABORTED("Task %s failed with what is not tried again: %s"),
    /** The task's time was over before it was started. */
    EXPIRED("Task %s expired at %s and was not started."),
    /** The task was revoked. */
    CANCELLED("Task %s was revoked before it had ended."),
    /** The task killed its process again and again, each time while nothing else ran. */
    KILLED_PROCESS(
            "Task %s killed its process %d times, each time while nothing else was begun. Mend what it makes the handler do (native code, memory, Runtime.halt), then redrive it."),
    /** Too many tasks waited for a retry, and this one held up others. */
    TOO_MANY_PARKED(
            "Task %s was given up while it waited for a retry, since %d tasks waited for one or behind one, more than retry.parked-share allows."),
    /** A program ended with an exit code that means failure. */
    COMMAND_FAILED("Command '%s' ended task %s with %s.%s"),
    /** A program answered with more than is allowed. */
    COMMAND_FLOODS(
            "Command '%s' answered task %s with more than %s bytes and was killed. Have it write less, or raise exec.max-output-bytes."),
    /** A program that speaks in lines did not keep to the protocol. */
    COMMAND_ASTRAY("Command '%s' was asked to do task %s and was killed, since %s.%s"),
    /** The child process that an attempt ran in is gone. */
    CHILD_LOST("Task %s was lost with child process %s, since %s.%s"),
    /** A payload that does not go through to a child process. */
    CHILD_PAYLOAD_TOO_LARGE(
            "The payload of task %s does not go to a child process: it makes a message of %d bytes, and %s is %s. Store the data elsewhere and send its address, or raise it."),
    /** What a handler returned in a child process does not come back; the task is done, its result a failed one. */
    CHILD_RESULT_TOO_LARGE(
            "Task %s is done, but what its handler returned, %d bytes, does not come back from its child process: %s is %s. Store it elsewhere and return its address, or raise it."),
    /** The attempt ran for longer than the queue's timeout. */
    TIMED_OUT("Task %s ran for longer than the timeout of %s and was interrupted."),
    /** A handler snoozed a task for longer than is allowed. */
    SNOOZED_TOO_LONG("Task %s was snoozed for longer than retry.max-snooze, which is %s.");

    private final String advice;

    Fault(String advice) {
        this.advice = advice;
    }

    /** The fault as an exception with the sentence that another process filled in. */
    public TriremeException said(String sentence, @Nullable Throwable cause) {
        return new TriremeException(this, sentence, cause);
    }

    /** The fault as an exception, its sentence filled in. */
    public TriremeException because(@Nullable Object... details) {
        return new TriremeException(this, advice.formatted(details), null);
    }

    /** The fault as an exception with what led to it. */
    public TriremeException causedBy(Throwable cause, @Nullable Object... details) {
        return new TriremeException(this, advice.formatted(details), cause);
    }
}
