package io.trireme.bench.scaling;

import io.trireme.bench.scaling.Scenario.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Two ways to scale, KEDA on seconds to drain and an HPA on CPU, in four hours that may come: a table, and a picture of each.
 *
 * <p>Run: {@code make bench ARGS="--scaling src/docs"}. No clock and nothing random: every run says the same.
 */
public final class ScalingBench {
    /** A task that waits for others for most of its second, 25 of which a pod has at once. */
    private static final Load USUAL = new Load(16, 1, 0.04, 0, 0);

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("Ten times as much for ten minutes", "scaling-burst", USUAL, new Load(160, 1, 0.04, 0, 0)),
            new Scenario(
                    "What the handler calls takes five times as long",
                    "scaling-slow",
                    USUAL,
                    new Load(16, 5, 0.04, 0, 0)),
            new Scenario(
                    "Six of ten tasks fail at all five attempts",
                    "scaling-poison",
                    USUAL,
                    new Load(16, 1, 0.02, 0.6, 0)),
            new Scenario(
                    "Nine of ten tasks go to one partition", "scaling-skew", USUAL, new Load(32, 1, 0.04, 0, 0.9)));

    private ScalingBench() {}

    /**
     * Prints the table, and draws the pictures into a folder.
     *
     * @param folder where the pictures go
     */
    public static void run(Path folder) throws IOException {
        System.out.println(
                "| | scaled by | most pods | pod minutes | most unsettled | longest wait, s | minutes with a wait over "
                        + (int) Setup.OBJECTIVE + " s | turns |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Scenario scenario : SCENARIOS) {
            List<Trace> traces = List.of(
                    Trace.of("seconds to drain", new DrainPolicy(), scenario),
                    Trace.of("CPU", new CpuPolicy(), scenario));
            for (Trace trace : traces) {
                System.out.printf(
                        "| %s | %s | %d | %.0f | %,.0f | %d | %.1f | %d |%n",
                        scenario.name(),
                        trace.policy(),
                        trace.mostReplicas(),
                        trace.podMinutes(),
                        trace.mostUnsettled(),
                        trace.longestWait(),
                        trace.minutesOver(),
                        trace.turns());
            }
            Files.writeString(folder.resolve(scenario.file() + ".svg"), Chart.of(scenario, traces));
        }
    }
}
