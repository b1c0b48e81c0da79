package io.trireme.bench;

import java.util.Arrays;

/** The middle and the ends of a few figures. */
record Spread(double least, double median, double most) {
    static Spread of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return new Spread(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    @Override
    public String toString() {
        return "%.2f (%.2f, %.2f)".formatted(median, least, most);
    }
}
