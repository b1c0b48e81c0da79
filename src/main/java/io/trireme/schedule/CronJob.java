package io.trireme.schedule;

import io.trireme.Fault;
import io.trireme.MissedFirings;
import io.trireme.wire.Topics;

/**
 * Says that a task is to be published again and again.
 *
 * @param name by which it is listed and removed; one job of a name at a time
 * @param queue the queue that its tasks go to
 * @param type their type
 * @param rule a cron expression of five fields, or six with the second in front
 * @param zone where its clock hangs
 * @param missed what becomes of firings that nobody was up for
 */
public record CronJob(String name, String queue, String type, String rule, String zone, MissedFirings missed) {
    private static final int LONGEST_NAME = 200;

    /** @throws io.trireme.TriremeException {@link Fault#CRON_WRONG} or {@link Fault#QUEUE_NAME_WRONG} */
    public CronJob {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw Fault.CRON_WRONG.because(
                    rule, zone, "its name is blank, has control characters or more than " + LONGEST_NAME + " letters.");
        }
        Topics.checkedQueue(queue);
        CronRule.of(rule, zone);
    }

    /** The name of the job beside a handler: no queue's name has a colon. */
    public static String nameFor(String queue, String type) {
        return queue.equals(type) ? queue : queue + ":" + type;
    }
}
