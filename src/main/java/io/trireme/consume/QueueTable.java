package io.trireme.consume;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer of {@code /api/queues}, or of one queue, as lines for people. */
final class QueueTable {
    private static final String UNKNOWN = "-";

    private QueueTable() {}

    static List<String> of(JsonNode answer) {
        var lines = new ArrayList<String>();
        lines.add(row(
                "QUEUE", "PARTITIONS", "DEPTH", "IN-FLIGHT", "RATE/S", "DRAIN/S", "OLDEST/S", "BUSY/WORKERS", "STATE"));
        if (answer.has("queues")) {
            answer.get("queues").forEach(queue -> lines.add(row(queue)));
            if (lines.size() == 1) {
                lines.add("There are no queues yet: start a worker with a handler, which creates its topics.");
            }
        } else {
            lines.add(row(answer));
            lines.addAll(details(answer.path("process")));
        }
        return lines;
    }

    private static String row(JsonNode queue) {
        JsonNode process = queue.path("process");
        JsonNode workers = process.path("workers");
        return row(
                queue.path("queue").asText(),
                text(queue.path("partitions")),
                text(queue.path("depth")),
                text(process.path("inFlight")),
                text(process.path("rate")),
                text(queue.path("drainSeconds")),
                text(queue.path("oldestAgeSeconds")),
                workers.isMissingNode() ? UNKNOWN : text(workers.path("busy")) + "/" + text(workers.path("started")),
                state(process));
    }

    private static String state(JsonNode process) {
        return process.path("paused").asBoolean() ? "paused" : text(process.path("state"));
    }

    private static List<String> details(JsonNode process) {
        var lines = new ArrayList<String>();
        if (process.isMissingNode()) {
            return lines;
        }
        lines.add("");
        lines.add("process " + process.path("name").asText() + ": " + state(process) + ", partitions "
                + process.path("assigned")
                + (process.path("workers").has("limit")
                        ? ", concurrency " + process.path("workers").path("limit")
                        : ""));
        if (process.has("trouble")) {
            lines.add("trouble: " + process.path("trouble").asText());
        }
        for (JsonNode worker : process.path("workers").path("some")) {
            lines.add("  %-40s %-5s %s"
                    .formatted(
                            worker.path("name").asText(),
                            worker.path("state").asText(),
                            worker.path("task").asText("")));
        }
        int more = process.path("workers").path("started").asInt()
                - process.path("workers").path("some").size();
        if (more > 0) {
            lines.add("  and " + more + " more");
        }
        return lines;
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-32s %10s %12s %10s %10s %9s %8s %12s %8s", cells)
                .stripTrailing();
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? UNKNOWN : value.asText();
    }
}
