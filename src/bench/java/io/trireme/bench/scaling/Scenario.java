package io.trireme.bench.scaling;

/**
 * What happens to a queue within an hour: base, from {@link #BEGIN} to {@link #END} something else, then base again.
 *
 * @param name for the table
 * @param file the picture's name
 * @param base what is usual
 * @param event what happens meanwhile
 */
record Scenario(String name, String file, Load base, Load event) {
    static final int SECONDS = 3_600;
    static final int BEGIN = 600;
    static final int END = 1_200;

    /**
     * What comes, and what it costs.
     *
     * @param perSecond tasks published each second
     * @param seconds how long an attempt takes
     * @param cpuSeconds how long it computes meanwhile
     * @param poisoned the share that fails at every attempt, and ends as dead letters
     * @param hot the share that goes to one partition
     */
    record Load(double perSecond, double seconds, double cpuSeconds, double poisoned, double hot) {}

    Load at(int second) {
        return second >= BEGIN && second < END ? event : base;
    }
}
