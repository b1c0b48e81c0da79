package io.trireme.bench;

import io.trireme.bench.measure.Result;
import io.trireme.bench.scaling.ScalingBench;
import io.trireme.child.ChildBench;
import io.trireme.deadletter.RedriveBench;
import io.trireme.state.StateBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Trireme beside bare loops and rivals, end to end.
 *
 * <p>Run: {@code make bench}. The broker has a JVM of its own, and so has each run of each engine; all work on the same
 * topics and call the same handler, which parses its JSON and waits. Each round runs every engine once, so that ratios are
 * of one round; what is printed is the median of the rounds, and of ratios the least and the most too. Rivals,
 * which take longest, run in the first round only. Two fifths of a run warm up. Every run checks the sum of the numbers it parsed, and where order is promised the order within each key.
 *
 * <p>{@code make bench ARGS=--help} tells the options.
 */
@Command(name = "make bench ARGS=\"...\"", description = "Measures Trireme beside bare loops and rivals.")
public final class Bench implements Callable<Integer> {
    private static final Path IMAGE = Path.of("target", "image");
    private static final int MILLION = 1_000_000;
    private static final int ROUNDS = 3;
    private static final int QUICK_MILLION = 200_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", description = "How often everything is run; 3, or 1 with --quick.")
    private Integer rounds;

    @Option(names = "--million", description = "How many tasks stand for a million; 200,000 with --quick.")
    private Integer million;

    @Option(names = "--quick", description = "Measures roughly.")
    private boolean quick;

    @Option(names = "--cells", split = "\\+", paramLabel = "CELL", description = "Only these, joined by plus signs.")
    private List<String> cells = List.of();

    @Option(names = "--engines", split = "\\+", paramLabel = "ENGINE", description = "Only these, likewise.")
    private List<String> engines = List.of();

    @Option(
            names = "--profiles",
            paramLabel = "FOLDER",
            description = "Keeps a flight recording of each engine's last run; made if need be.")
    private Path profiles;

    @Option(names = "--micro", description = "Measures single parts of Trireme's engine instead, by JMH.")
    private boolean micro;

    @Option(names = "--state", description = "Measures shared state instead, beside a bare request and its reply.")
    private boolean state;

    @Option(names = "--pool", description = "Measures pools instead, beside two bare hops and the engine's own rate.")
    private boolean pool;

    @Option(
            names = "--start",
            paramLabel = "FOLDER",
            description = "Measures the start of a worker instead, of the application in the folder.")
    private Path start;

    @Option(
            names = "--scaling",
            paramLabel = "FOLDER",
            description = "Plays autoscaling instead, in no time and without a broker; pictures go to the folder.")
    private Path scaling;

    @Option(names = "--children", description = "Measures child processes instead, beside Python's multiprocessing.")
    private boolean children;

    @Option(names = "--redrive", description = "Measures putting dead letters back instead, beside publishing.")
    private boolean redrive;

    @Option(names = "--help", usageHelp = true, description = "Tells the options.")
    private boolean help;

    private Bench() {}

    public static void main(String... arguments) {
        Logging.warningsOnly();
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (scaling != null) {
            ScalingBench.run(scaling);
            return 0;
        }
        if (micro) {
            Micro.run();
            return 0;
        }
        if (state) {
            try (var broker = BrokerProcess.start()) {
                StateBench.run(broker.bootstrap(), rounds(), million());
            }
            printMachine();
            return 0;
        }
        if (pool) {
            try (var broker = BrokerProcess.start()) {
                PoolBench.run(broker, rounds(), million());
            }
            printMachine();
            return 0;
        }
        if (redrive) {
            try (var broker = BrokerProcess.start()) {
                RedriveBench.run(broker.bootstrap(), rounds());
            }
            printMachine();
            return 0;
        }
        if (start != null) {
            try (var broker = BrokerProcess.start()) {
                StartBench.run(broker, start, rounds());
            }
            printMachine();
            return 0;
        }
        if (children) {
            ChildBench.run(Path.of("target", "quarkus-app", "quarkus-run.jar"));
            printMachine();
            return 0;
        }
        var grid = new Grid(million());
        var all = new ArrayList<>(grid.throughput());
        all.add(grid.latency());
        List<Cell> chosen = chosen(all);
        if (profiles != null) {
            Files.createDirectories(profiles);
        }
        try (var broker = BrokerProcess.start()) {
            var throughput = new ThroughputRun(broker, Optional.ofNullable(profiles));
            for (Cell cell : chosen) {
                boolean latency = cell.name().equals(Grid.LATENCY);
                Sheet sheet = measure(cell, latency ? new LatencyRun(broker) : throughput);
                System.out.print(latency ? sheet.latencies() : sheet.markdown());
            }
            if (chosen.size() == all.size() && engines.isEmpty() && StartBench.isApplication(IMAGE)) {
                StartBench.run(broker, IMAGE, rounds());
            }
        }
        printMachine();
        return 0;
    }

    private int rounds() {
        return rounds != null ? rounds : quick ? 1 : ROUNDS;
    }

    private int million() {
        return million != null ? million : quick ? QUICK_MILLION : MILLION;
    }

    private void printMachine() throws IOException {
        List<String> arguments = spec.commandLine().getParseResult().originalArgs();
        System.out.printf(
                "%n%s; `make bench%s`%n",
                Machine.describe(), arguments.isEmpty() ? "" : " ARGS=\"" + String.join(" ", arguments) + "\"");
    }

    /** The cells and rows that were asked for. */
    private List<Cell> chosen(List<Cell> all) {
        var chosen = all.stream()
                .filter(cell -> cells.isEmpty() || cells.contains(cell.name()))
                .map(cell -> cell.only(
                        row -> engines.isEmpty() || engines.contains(row.engine()) || engines.contains(row.name())))
                .filter(cell -> !cell.rows().isEmpty())
                .toList();
        if (chosen.isEmpty() || !all.stream().map(Cell::name).toList().containsAll(cells)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "Nothing to measure by that name. Cells are "
                            + all.stream().map(Cell::name).toList() + ", engines "
                            + all.stream()
                                    .flatMap(cell -> cell.rows().stream())
                                    .map(Row::engine)
                                    .distinct()
                                    .toList());
        }
        return chosen;
    }

    private Sheet measure(Cell cell, Run run) throws Exception {
        var sheet = new Sheet(cell);
        int last = rounds();
        for (int round = 1; round <= last; round++) {
            for (Row row : cell.rows()) {
                if (round > 1 && row.isRival()) {
                    continue;
                }
                Result result = run.of(cell, row);
                sheet.add(row, result);
                System.err.printf("%s, round %d: %s %s%n", cell.name(), round, row.name(), run.words(result));
            }
        }
        return sheet;
    }
}
