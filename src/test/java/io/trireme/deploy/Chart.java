package io.trireme.deploy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The chart as Helm renders it, for the release {@code shop} in the namespace {@code shop}. Any thread. */
final class Chart {
    static final Path DIRECTORY = Path.of("helm");
    static final String RELEASE = "shop";

    /** The least that has to be said. */
    static final String LEAST = "kafka: {bootstrapServers: 'kafka:9092'}";

    private static final String OLDEST_KUBERNETES = "1.30.0";
    private static final Map<Request, Manifests> RENDERED = new ConcurrentHashMap<>();

    private Chart() {}

    /** What comes out with these values, a document of YAML each, the later over the earlier. */
    static Manifests rendered(String... values) {
        return renderedAs(RELEASE, values);
    }

    /** The same, for a release of another name, in a namespace of that name. */
    static Manifests renderedAs(String release, String... values) {
        return RENDERED.computeIfAbsent(
                new Request(DIRECTORY, release, List.of(values)), request -> Manifests.read(template(request)));
    }

    /** What comes out, and what {@code helm test} starts, which Helm renders apart. */
    static Manifests renderedWithTests(Path copies, String... values) throws IOException {
        Path copy = copy(copies, text -> text.replace("    helm.sh/hook: test\n", ""));
        return Manifests.read(template(new Request(copy, RELEASE, List.of(values))));
    }

    /** What Helm says when it has installed it, which is in no manifest. */
    static String notes(Path copies, String... values) throws IOException {
        Path copy = copy(copies, text -> text);
        Files.move(copy.resolve("templates/NOTES.txt"), copy.resolve("notes"));
        Files.writeString(
                copy.resolve("templates/notes.yaml"),
                "kind: Notes\ntext: {{ tpl (.Files.Get \"notes\") . | quote }}\n");
        return Manifests.read(template(new Request(copy, RELEASE, List.of(values))))
                .of("Notes")
                .findFirst()
                .orElseThrow()
                .path("text")
                .asText();
    }

    private static Path copy(Path copies, UnaryOperator<String> changing) throws IOException {
        Path copy = copies.resolve("chart");
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(DIRECTORY.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, changing.apply(Files.readString(file)));
            }
        }
        return copy;
    }

    /** Expects that Helm refuses these values beside the least, and that it says so with all these words. */
    static void refuses(String values, String... words) {
        refuses(List.of(LEAST, values), words);
    }

    static void refuses(List<String> values, String... words) {
        assertThatThrownBy(() -> template(new Request(DIRECTORY, RELEASE, values)))
                .hasMessageContainingAll(words);
    }

    private static String template(Request request) {
        var command = new Helm(request.chart())
                .template()
                .withName(request.release())
                .withNamespace(request.release())
                .withKubeVersion(OLDEST_KUBERNETES);
        var files = request.values().stream().map(Chart::written).toList();
        try {
            files.forEach(command::withValuesFile);
            return command.call();
        } finally {
            files.forEach(Chart::delete);
        }
    }

    private static Path written(String values) {
        try {
            return Files.writeString(Files.createTempFile("values", ".yaml"), values);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private record Request(Path chart, String release, List<String> values) {}
}
