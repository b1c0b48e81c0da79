package io.trireme.wire;

import io.trireme.Fault;
import java.util.regex.Pattern;

/** The names of topics and groups, all made here. */
public final class Topics {
    /** Of the name of a shared object, which is the key of its commands, in UTF-8. */
    public static final int LONGEST_OBJECT_NAME = 1_000;

    private static final String DEAD = ".dead";
    private static final String SCHEDULE = "trireme.schedule";
    private static final String CONTROL = "trireme.control";
    private static final String ANSWERS = "trireme.answers";
    private static final String RESULTS = "trireme.results";
    private static final String TIMERS = "timers";
    private static final String STATE = "trireme.state";
    private static final String OBJECTS = "objects";
    private static final String PLACES = "places";
    private static final String RESERVED = "trireme.";
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private Topics() {}

    /** The topic that holds the tasks of a queue. */
    public static String tasks(String queue) {
        return queue;
    }

    /** The topic that holds what gave up. */
    public static String deadLetters(String queue) {
        return queue + DEAD;
    }

    /** The topic that holds the commands to the schedule: timers set and cancelled, keyed by task id. */
    public static String schedule() {
        return SCHEDULE;
    }

    /** What the keys of cron rules in that topic begin with; no task may be so called that waits there. */
    public static String cronPrefix() {
        return "cron/";
    }

    /** The application id of the schedule's topology, which is its consumer group too. */
    public static String scheduleGroup() {
        return SCHEDULE;
    }

    /** The compacted topic that holds what operators ordered, keyed by what it is about. */
    public static String control() {
        return CONTROL;
    }

    /** The topic that holds what came out of tasks, keyed by task id. */
    public static String results() {
        return RESULTS;
    }

    /** The topic that holds, for an hour, what processes answered when they were asked over {@link #control()}. */
    public static String answers() {
        return ANSWERS;
    }

    /** The name of the schedule's store. */
    public static String scheduleStore() {
        return TIMERS;
    }

    /** The topic that holds what is in the schedule's store; named by Kafka Streams. */
    public static String scheduleChangelog() {
        return SCHEDULE + "-" + TIMERS + "-changelog";
    }

    /** The topic that holds the commands to shared state, keyed by an object's name. */
    public static String stateCommands() {
        return STATE + ".commands";
    }

    /** The topic that holds the answers, each in the partition that its caller reads. */
    public static String stateReplies() {
        return STATE + ".replies";
    }

    /** The application id of shared state's topology, which is its consumer group too. */
    public static String stateGroup() {
        return STATE;
    }

    /** The name of shared state's store. */
    public static String stateStore() {
        return OBJECTS;
    }

    /** What is shared, as Kafka Streams keeps it. */
    public static String stateChangelog() {
        return STATE + "-" + OBJECTS + "-changelog";
    }

    /** The application id of the topology that notes where results lie, which is its consumer group too. */
    public static String placesGroup() {
        return STATE + ".results";
    }

    /** The name of its store. */
    public static String placesStore() {
        return PLACES;
    }

    /** The consumer group of a queue. */
    public static String group(String application, String queue) {
        return application + "." + queue;
    }

    /** Whether the name can be a queue's. */
    public static boolean isQueue(String name) {
        return LEGAL.matcher(name).matches()
                && !name.endsWith(DEAD)
                && !name.startsWith(RESERVED)
                && !name.startsWith("__") // the brokers' own
                && !name.equals(".")
                && !name.equals("..");
    }

    /**
     * The name, checked.
     *
     * @throws io.trireme.TriremeException {@link Fault#QUEUE_NAME_WRONG}
     */
    public static String checkedQueue(String name) {
        if (!isQueue(name)) {
            throw Fault.QUEUE_NAME_WRONG.because(name);
        }
        return name;
    }
}
