package io.trireme.consume;

/**
 * How a queue stands in the whole cluster, at one look.
 *
 * @param depth what the brokers say
 * @param perSecond tasks settled each second while there are any, as last measured or else as configured; above 0
 * @param oldestAgeSeconds how long ago the oldest unsettled task was published; 0 if there is none
 */
public record QueueFigures(QueueDepth depth, double perSecond, double oldestAgeSeconds) {
    /** The queue's name. */
    public String queue() {
        return depth.queue();
    }

    /** Tasks that are not settled. */
    public long unsettled() {
        return depth.unsettled();
    }

    /** In how many seconds they would be, as fast as they were of late; 0 without any, and always finite. */
    public double drainSeconds() {
        return unsettled() / perSecond;
    }
}
