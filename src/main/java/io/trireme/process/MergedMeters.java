package io.trireme.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The meters of several processes as one page in Prometheus' text format: each row gets the process as a label, and the rows of
 * one meter stand together below its description, as the format wants it.
 */
final class MergedMeters {
    private final Map<String, Set<String>> descriptions = new LinkedHashMap<>();
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    /** Adds the page of one process. */
    void add(String process, String page) {
        String meter = "";
        for (String line : (Iterable<String>) page.lines()::iterator) {
            if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
                meter = line.split(" ", 4)[2];
                descriptions
                        .computeIfAbsent(meter, name -> new LinkedHashSet<>())
                        .add(line);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                rows.computeIfAbsent(meter, name -> new ArrayList<>()).add(labelled(line, process));
            }
        }
    }

    private static String labelled(String row, String process) {
        String label = "process=\"" + process + "\"";
        int space = row.indexOf(' ');
        int brace = row.indexOf('{');
        if (brace < 0 || space >= 0 && space < brace) {
            return row.substring(0, space) + "{" + label + "}" + row.substring(space);
        }
        String rest = row.substring(brace + 1);
        return row.substring(0, brace) + "{" + label + (rest.startsWith("}") ? "" : ",") + rest;
    }

    /** Everything, a line each. */
    String page() {
        var page = new StringBuilder();
        rows.forEach((meter, all) -> {
            descriptions.getOrDefault(meter, Set.of()).forEach(line -> page.append(line)
                    .append('\n'));
            all.forEach(row -> page.append(row).append('\n'));
        });
        return page.toString();
    }
}
