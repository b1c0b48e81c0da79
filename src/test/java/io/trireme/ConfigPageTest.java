package io.trireme;

import io.trireme.testing.MadePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code src/docs/config.md} is made from the Javadoc of {@link TriremeConfig}: {@code mvn test -Ddocs.update=true}. */
class ConfigPageTest {
    private static final List<Path> SOURCES = List.of(
            Path.of("src/main/java/io/trireme/TriremeConfig.java"),
            Path.of("src/main/java/io/trireme/HttpSettings.java"),
            Path.of("src/main/java/io/trireme/RetrySettings.java"),
            Path.of("src/main/java/io/trireme/ScheduleSettings.java"),
            Path.of("src/main/java/io/trireme/StateSettings.java"),
            Path.of("src/main/java/io/trireme/ExecSettings.java"),
            Path.of("src/main/java/io/trireme/ProcessSettings.java"),
            Path.of("src/main/java/io/trireme/ResultSettings.java"),
            Path.of("src/main/java/io/trireme/QuarantineSettings.java"));
    private static final Path PAGE = Path.of("src/docs/config.md");
    private static final Pattern INTERFACE = Pattern.compile("interface (\\w+) \\{");
    private static final Pattern SETTING = Pattern.compile(
            "/\\*\\* ((?:(?!\\*/).)*?) \\*/\\s+(?:@WithDefault\\(\"([^\"]*)\"\\)\\s+)?([\\w<>, ]+) (\\w+)\\(\\);",
            Pattern.DOTALL);

    /** One method of an interface of the configuration. */
    private record Setting(String words, String otherwise, String type, String name) {
        private String key() {
            return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        }
    }

    @Test
    void the_page_of_settings_says_what_the_code_says() throws IOException {
        MadePage.verify(PAGE, page());
    }

    private static String page() throws IOException {
        var page = new StringBuilder(
                """
                # Settings

                Made from the Javadoc of `TriremeConfig`; a test compares the two. The brokers' address and their TLS or SASL are
                Quarkus's own `kafka.*` settings. A queue's name with a dot in it is quoted: `trireme.queues."a.b".concurrency`; any other
                may be, in one place and not in another.

                | key | default | what |
                |---|---|---|
                """);
        append(page, interfaces(), "TriremeConfig", "trireme.");
        return page.toString();
    }

    private static void append(StringBuilder page, Map<String, List<Setting>> interfaces, String type, String prefix) {
        for (Setting setting : interfaces.get(type)) {
            String key = prefix + setting.key();
            if (setting.type().startsWith("Map<String, ")) {
                String values = setting.type()
                        .substring("Map<String, ".length(), setting.type().length() - 1);
                append(page, interfaces, values, key + ".\"<queue>\".");
            } else if (interfaces.containsKey(setting.type())) {
                append(page, interfaces, setting.type(), key + ".");
            } else {
                page.append("| `%s` | %s | %s |%n"
                        .formatted(
                                key,
                                setting.otherwise().isEmpty() ? "" : "`" + setting.otherwise() + "`",
                                setting.words()));
            }
        }
    }

    private static Map<String, List<Setting>> interfaces() throws IOException {
        var all = new StringBuilder();
        for (Path file : SOURCES) {
            all.append(Files.readString(file));
        }
        String source = all.toString();
        List<MatchResult> starts = INTERFACE.matcher(source).results().toList();
        var interfaces = new LinkedHashMap<String, List<Setting>>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1).start() : source.length();
            var settings = new ArrayList<Setting>();
            SETTING.matcher(source.substring(starts.get(i).end(), end))
                    .results()
                    .forEach(match -> settings.add(new Setting(
                            match.group(1)
                                    .replaceAll("\\{@code ([^}]*)}", "`$1`")
                                    .replaceAll("\\s*\\n\\s*\\*\\s*", " "),
                            match.group(2) == null ? "" : match.group(2),
                            match.group(3).strip(),
                            match.group(4))));
            interfaces.put(starts.get(i).group(1), settings);
        }
        return interfaces;
    }
}
