package io.trireme.bench.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/** Draws the traces of a scenario as SVG: what lies there above, the pods below. */
final class Chart {
    private static final int WIDTH = 760;
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int HEIGHT = 130;
    private static final int TOP = 44;
    private static final int GAP = 46;
    private static final int STEP_SECONDS = 10;
    private static final List<String> COLOURS = List.of("#0b6e99", "#c2571a");

    private final StringBuilder svg = new StringBuilder();

    static String of(Scenario scenario, List<Trace> traces) {
        return new Chart().draw(scenario, traces);
    }

    private String draw(Scenario scenario, List<Trace> traces) {
        int height = TOP + 2 * HEIGHT + GAP + 34;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        text(LEFT, 18, "start", "#222222", scenario.name());
        int at = LEFT;
        for (int i = 0; i < traces.size(); i++) {
            add("<rect x=\"%d\" y=\"26\" width=\"14\" height=\"4\" fill=\"%s\"/>", at, COLOURS.get(i));
            text(at + 20, 33, "start", COLOURS.get(i), traces.get(i).policy());
            at += 220;
        }
        double most = traces.stream().mapToDouble(Trace::mostUnsettled).max().orElse(1);
        panel(TOP, "unsettled", nice(most));
        panel(TOP + HEIGHT + GAP, "pods", Setup.PARTITIONS);
        for (int i = 0; i < traces.size(); i++) {
            Trace trace = traces.get(i);
            line(TOP, COLOURS.get(i), nice(most), second -> trace.unsettled()[second]);
            line(TOP + HEIGHT + GAP, COLOURS.get(i), Setup.PARTITIONS, second -> trace.replicas()[second]);
        }
        for (int minute = 0; minute <= Scenario.SECONDS / 60; minute += 10) {
            String anchor = minute * 60 == Scenario.SECONDS ? "end" : "middle";
            text(x(minute * 60), TOP + 2 * HEIGHT + GAP + 18, anchor, "#555555", minute + " min");
        }
        add("</svg>");
        return svg.toString();
    }

    private void panel(int top, String name, double most) {
        add(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#f1ede4\"/>",
                x(Scenario.BEGIN), top, x(Scenario.END) - x(Scenario.BEGIN), HEIGHT);
        add("<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#888888\"/>", LEFT, top, top + HEIGHT, WIDTH - RIGHT);
        text(LEFT - 6, top + 10, "end", "#555555", String.format(Locale.ROOT, "%,.0f", most));
        text(LEFT - 6, top + HEIGHT, "end", "#555555", "0");
        text(LEFT + 6, top + 12, "start", "#555555", name);
    }

    private void line(int top, String colour, double most, IntToDoubleFunction value) {
        var path = new StringBuilder();
        String last = "";
        for (int second = 0; second < Scenario.SECONDS; second += STEP_SECONDS) {
            double y = top + HEIGHT - value.applyAsDouble(second) / most * HEIGHT;
            String height = String.format(Locale.ROOT, "%.0f", y);
            boolean tells = !height.equals(last) || second + STEP_SECONDS >= Scenario.SECONDS;
            if (tells) {
                path.append(String.format(Locale.ROOT, second == 0 ? "M%.0f %s" : "H%.0fV%s", x(second), height));
            }
            last = height;
        }
        add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>", path, colour);
    }

    private static double x(int second) {
        return LEFT + (double) second / Scenario.SECONDS * (WIDTH - LEFT - RIGHT);
    }

    /** The next round number. */
    private static double nice(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, most))));
        return Arrays.stream(new double[] {1, 2, 5, 10})
                .map(factor -> factor * power)
                .filter(round -> round >= most)
                .findFirst()
                .orElse(10 * power);
    }

    private void text(double x, int y, String anchor, String colour, String words) {
        add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>", x, y, anchor, colour, words);
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
