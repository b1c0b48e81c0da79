package io.trireme.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.trireme.testing.MadePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code helm/README.md} is made from the chart's values and their schema: {@code mvn test -Ddocs.update=true}. */
class ChartPageTest {
    private static final Path PAGE = Chart.DIRECTORY.resolve("README.md");
    private static final Path VALUES = Chart.DIRECTORY.resolve("values.yaml");
    private static final Path SCHEMA = Chart.DIRECTORY.resolve("values.schema.json");
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");
    private static final String INTRODUCTION =
            """
            # The chart `trireme`

            Made from the comments in `values.yaml` and the words of `values.schema.json`; a test compares. How to scale, upgrade and
            watch what it sets up: [on Kubernetes](../src/docs/kubernetes.md).

            ```
            helm install shop ./helm --set image.repository=registry.example/shop,kafka.bootstrapServers=kafka:9092
            ```

            The image's entry point is `trireme`, or that of a Quarkus application that depends on the jar and was built with
            `quarkus.management.enabled=true`. It has to bear running as user 10001 and writing to `/tmp` alone.

            | value | default | what |
            |---|---|---|
            """;

    /** One value that has a comment of its own. */
    private record Value(String key, String otherwise, String what) {}

    @Test
    void the_page_of_the_chart_says_what_its_values_say() throws IOException {
        MadePage.verify(PAGE, page());
    }

    @Test
    void every_value_has_a_comment_in_the_values_and_words_in_the_schema() throws IOException {
        JsonNode schema = schema();
        List<Value> values = values();

        assertThat(values).extracting(Value::what).noneMatch(String::isEmpty);
        assertThat(values).allSatisfy(value -> assertThat(words(schema, described(schema, value.key())))
                .as(value.key())
                .isNotEmpty());
    }

    private static String page() throws IOException {
        JsonNode schema = schema();
        var page = new StringBuilder(INTRODUCTION);
        for (Value value : values()) {
            page.append("| `%s` | %s | %s |%n".formatted(value.key(), value.otherwise(), value.what()));
        }
        append(page, schema, "worker", "`workers.<name>`");
        append(page, schema, "queue", "`workers.<name>.queues.<queue>`");
        return page.toString();
    }

    private static void append(StringBuilder page, JsonNode schema, String definition, String title) {
        page.append("%n| in %s | what |%n|---|---|%n".formatted(title));
        schema.at("/definitions/" + definition + "/properties")
                .properties()
                .forEach(field ->
                        page.append("| `%s` | %s |%n".formatted(field.getKey(), words(schema, field.getValue()))));
    }

    /** The keys that have a value of their own or a comment, in the order of the file. */
    private static List<Value> values() throws IOException {
        JsonNode defaults = new YAMLMapper().readTree(VALUES.toFile());
        var values = new ArrayList<Value>();
        var parents = new ArrayDeque<String>();
        String comment = "";
        for (String line : Files.readAllLines(VALUES)) {
            var key = KEY.matcher(line);
            if (line.strip().startsWith("# -- ")) {
                comment = line.strip().substring("# -- ".length());
            } else if (key.matches()) {
                while (parents.size() > key.group(1).length() / 2) {
                    parents.removeLast();
                }
                parents.addLast(key.group(2));
                JsonNode value = defaults.at("/" + String.join("/", parents));
                if (!comment.isEmpty() || value.isValueNode()) {
                    values.add(new Value(String.join(".", parents), shown(value), comment));
                }
                comment = "";
            }
        }
        return values.stream()
                .filter(value -> values.stream().noneMatch(other -> isPartOf(value, other)))
                .toList();
    }

    /** What lies below a value with a comment of its own is told of there. */
    private static boolean isPartOf(Value value, Value other) {
        return value.key().startsWith(other.key() + ".");
    }

    private static String shown(JsonNode value) {
        String text = value.isTextual()
                ? value.asText()
                : value.toString().replace("\"", "").replace(",", ", ");
        return text.isEmpty() || value.isContainerNode() && value.isEmpty() ? "" : "`" + text + "`";
    }

    private static JsonNode schema() throws IOException {
        return new JsonMapper().readTree(SCHEMA.toFile());
    }

    private static JsonNode described(JsonNode schema, String key) {
        JsonNode place = schema;
        for (String part : key.split("\\.")) {
            place = resolved(schema, place).at("/properties/" + part);
        }
        return place;
    }

    /** What the schema says of a place: there, or where it refers to. */
    private static String words(JsonNode schema, JsonNode place) {
        return place.has("description")
                ? place.path("description").asText()
                : resolved(schema, place).path("description").asText();
    }

    private static JsonNode resolved(JsonNode schema, JsonNode place) {
        return place.has("$ref") ? schema.at(place.path("$ref").asText().substring(1)) : place;
    }
}
