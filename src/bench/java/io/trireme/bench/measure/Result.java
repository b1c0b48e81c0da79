package io.trireme.bench.measure;

import java.util.Locale;
import java.util.Optional;

/**
 * What one run of one engine came to; goes from the engine's JVM to the bench as a line.
 *
 * @param rate tasks a second, or the median latency in milliseconds
 * @param bytes allocated a task, or the 99th percentile of the latency
 * @param cpuMicros processor time a task, in microseconds
 * @param peakMegabytes most memory the process held
 */
public record Result(double rate, double bytes, double cpuMicros, double peakMegabytes) {
    private static final String MARK = "RESULT ";

    public String line() {
        return String.format(Locale.ROOT, "%s%f %f %f %f", MARK, rate, bytes, cpuMicros, peakMegabytes);
    }

    public static Optional<Result> parse(String line) {
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        String[] parts = line.substring(MARK.length()).split(" ", -1);
        return Optional.of(new Result(
                Double.parseDouble(parts[0]),
                Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3])));
    }
}
