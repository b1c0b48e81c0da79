package io.trireme.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Single parts of the engine on one thread, and calls of a local pool, by JMH: what a task costs in each. */
final class Micro {
    private static final TimeValue ITERATION = TimeValue.seconds(1);
    private static final int ITERATIONS = 3;
    private static final int FORKS = 2;

    private Micro() {}

    static void run() throws RunnerException {
        var options = new OptionsBuilder()
                .include("io[.]trireme[.](consume|pool)[.]")
                .forks(FORKS)
                .warmupIterations(ITERATIONS)
                .warmupTime(ITERATION)
                .measurementIterations(ITERATIONS)
                .measurementTime(ITERATION)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+UseG1GC")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        System.out.println("| part | ns/task | bytes/task |\n|---|---|---|");
        for (RunResult result : new Runner(options).run()) {
            System.out.printf(
                    "| %s | %.1f ± %.1f | %.0f |%n",
                    name(result),
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(),
                    allocated(result));
        }
    }

    /** As in {@code WatermarkBenchmark.settle, order random}. */
    private static String name(RunResult result) {
        var parameters = result.getParams();
        var name = new StringBuilder(parameters.getBenchmark().replaceFirst(".*[.](\\w+[.]\\w+)$", "$1"));
        for (String key : parameters.getParamsKeys()) {
            name.append(", ").append(key).append(' ').append(parameters.getParam(key));
        }
        return name.toString();
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .map(entry -> entry.getValue())
                .mapToDouble(Result::getScore)
                .findFirst()
                .orElse(Double.NaN);
    }
}
