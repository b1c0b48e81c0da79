package io.trireme.wire;

import java.util.Set;

/** The names of the record headers: CloudEvents in Kafka's binary mode, W3C trace context, and Trireme's own. */
public final class Headers {
    /** CloudEvents: the version of the specification. */
    public static final String SPEC_VERSION = "ce_specversion";
    /** CloudEvents: the task's id. */
    public static final String ID = "ce_id";
    /** CloudEvents: the task's type. */
    public static final String TYPE = "ce_type";
    /** CloudEvents: who published it. */
    public static final String SOURCE = "ce_source";
    /** CloudEvents: when it was published, RFC 3339. */
    public static final String TIME = "ce_time";
    /** The media type of the value. */
    public static final String CONTENT_TYPE = "content-type";
    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    /** What all headers of Trireme's own start with. */
    public static final String OWN_PREFIX = "trireme-";

    /** When the task is no longer worth starting, RFC 3339. */
    public static final String EXPIRES = "trireme-expires";

    /** The set that the task belongs to, by which it may be revoked. */
    public static final String GROUP = "trireme-group";

    /** A task of several calls: for how many milliseconds they are begun; who waits is told how long that took, and what is left. */
    public static final String CALLS_WITHIN = "trireme-calls-within";

    /** Schedule: not before then, RFC 3339. */
    public static final String DUE = "trireme-due";
    /** Schedule: the queue that the task goes to. */
    public static final String TARGET_QUEUE = "trireme-queue";
    /** Schedule: the task's own key, absent if it has none; a timer is keyed by the task's id. */
    public static final String TARGET_KEY = "trireme-key";
    /** A task that came back to be tried again: the number of the attempt to come. */
    public static final String ATTEMPT = "trireme-attempt";
    /** A task that came back: how often it has, snoozes among them. */
    public static final String RETURNS = "trireme-returns";
    /** A task that came back: partition, offset and time of the record that it was first; another task of its id has another. */
    public static final String ORIGIN = "trireme-origin";
    /** A task that came back: when the first attempt failed, RFC 3339. */
    public static final String FIRST_FAILURE = "trireme-first-failure";
    /** A task that came back: for how long it was snoozed altogether, ISO-8601. */
    public static final String SNOOZED = "trireme-snoozed";
    /** A task that came back: what the last attempt failed with, cut at a bound, for people. */
    public static final String LAST_FAILURE = "trireme-last-failure";

    /** What a task that came back has beside its own. */
    public static final Set<String> OF_A_RETRY = Set.of(ATTEMPT, RETURNS, ORIGIN, FIRST_FAILURE, SNOOZED, LAST_FAILURE);

    /** A cron rule among the timers: its expression. */
    public static final String CRON = "trireme-cron";
    /** A cron rule among the timers: its time zone. */
    public static final String CRON_ZONE = "trireme-cron-zone";
    /** A cron rule among the timers: a name of {@link io.trireme.MissedFirings}. */
    public static final String CRON_MISSED = "trireme-cron-missed";
    /** A cron rule among the timers: up to here it has decided what to fire, RFC 3339. */
    public static final String CRON_SINCE = "trireme-cron-since";
    /** A task that a cron rule published: the time that was planned, RFC 3339. */
    public static final String CRON_TIME = "trireme-cron-time";

    /** On its way to the publisher, which makes a due time of it: a delay, ISO-8601. */
    public static final String DELAY = "trireme-delay";

    /**
     * Asks for the task's result, and says where it goes: the number of a partition of {@code trireme.results}, or
     * {@link #BY_ID}.
     */
    public static final String REPLY_TO = "trireme-reply-to";
    /** A value of {@link #REPLY_TO}: to the partition that the task's id says. */
    public static final String BY_ID = "id";

    /** The queue that a task goes to when this one has succeeded, its result as the payload; a type may follow a slash. */
    public static final String LINK = "trireme-link";
    /** The queue that a task goes to when this one ended otherwise, what went wrong as the payload; the same. */
    public static final String LINK_ERROR = "trireme-link-error";
    /** A linked task: the id of the one that it follows from. */
    public static final String PARENT = "trireme-parent";

    /** Result: a name of {@link io.trireme.TaskState}. */
    public static final String RESULT_STATE = "trireme-result-state";
    /** Result: the queue that the task lay in. */
    public static final String RESULT_QUEUE = "trireme-result-queue";
    /** Result: how many attempts were made. */
    public static final String RESULT_ATTEMPTS = "trireme-result-attempts";
    /** Result: for how many nanoseconds the attempt ran that the value is of. */
    public static final String RESULT_NANOS = "trireme-result-nanos";
    /** Result: the process that tells. */
    public static final String RESULT_WORKER = "trireme-result-worker";
    /** Result: the class of the value, for people. */
    public static final String RESULT_TYPE = "trireme-result-type";
    /** Result of a task that runs: how much is done. */
    public static final String RESULT_DONE = "trireme-result-done";
    /** Result of a task that runs: how much there is to do; 0 when that is not known. */
    public static final String RESULT_TOTAL = "trireme-result-total";
    /** Result of a task that runs: a few words on how far it is. */
    public static final String RESULT_NOTE = "trireme-result-note";
    /** Result of a task that did not succeed: a name of {@link io.trireme.Fault}. */
    public static final String RESULT_REASON = "trireme-result-reason";
    /** Result of a task that did not succeed: the class of what was thrown. */
    public static final String RESULT_EXCEPTION = "trireme-result-exception";
    /** Result of a task that did not succeed: the message of what was thrown. */
    public static final String RESULT_MESSAGE = "trireme-result-message";
    /** Result of a task that did not succeed: the stack of what was thrown, cut at a bound. */
    public static final String RESULT_STACK = "trireme-result-stack";

    /** In the topic of results: a question, where the result of the task with this id lies. */
    public static final String RESULT_QUESTION = "trireme-result-question";
    /** In the topic of results: the answer, an offset of the partition that was asked; -1 when nothing is known. */
    public static final String RESULT_ANSWER = "trireme-result-answer";

    /** Dead letter: why, a name of {@link io.trireme.Fault}. */
    public static final String DEAD_REASON = "trireme-dead-reason";
    /** Dead letter: the class of what was thrown. */
    public static final String DEAD_EXCEPTION = "trireme-dead-exception";
    /** Dead letter: the message of what was thrown. */
    public static final String DEAD_MESSAGE = "trireme-dead-message";
    /** Dead letter: the stack of what was thrown, cut at a bound. */
    public static final String DEAD_STACK = "trireme-dead-stack";
    /** Dead letter: how many attempts were made. */
    public static final String DEAD_ATTEMPTS = "trireme-dead-attempts";
    /** Dead letter: when the first attempt failed, RFC 3339, as far as the process that gave up knew. */
    public static final String DEAD_FIRST_FAILURE = "trireme-dead-first-failure";
    /** Dead letter: when the task gave up, RFC 3339. */
    public static final String DEAD_TIME = "trireme-dead-time";
    /** Dead letter: the process that gave up. */
    public static final String DEAD_WORKER = "trireme-dead-worker";
    /** Dead letter: the record's own key; the letter is keyed by the task's id. */
    public static final String DEAD_KEY = "trireme-dead-key";
    /** Dead letter: the topic that the task lay in. */
    public static final String DEAD_TOPIC = "trireme-dead-topic";
    /** Dead letter: the partition that the task lay in. */
    public static final String DEAD_PARTITION = "trireme-dead-partition";
    /** Dead letter: the offset that the task lay at. */
    public static final String DEAD_OFFSET = "trireme-dead-offset";

    /** Where a redriven task was put back from: topic, partition and offset of its dead letter. */
    public static final String REDRIVEN_FROM = "trireme-redriven-from";
    /** How often the task was redriven. */
    public static final String REDRIVEN = "trireme-redriven";

    /** What the names of all headers of a dead letter's own start with. */
    public static final String DEAD_PREFIX = "trireme-dead-";

    private Headers() {}
}
