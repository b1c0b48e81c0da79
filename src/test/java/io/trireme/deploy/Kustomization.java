package io.trireme.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A folder of {@code k8s/}: objects of its own, those of the folder that it builds on, and changes to these. Made from what
 * Helm renders with the values in the folder, and put together again as {@code kustomize build} would.
 */
record Kustomization(Path directory) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
    private static final String FILE = "kustomization.yaml";
    private static final String NAMESPACE = "namespace.yaml";
    private static final String OWN = "objects.yaml";
    private static final String CHANGES = "changes.yaml";

    /** The values that it is rendered with. */
    String values() throws IOException {
        return Files.readString(directory.resolve("values.yaml"));
    }

    /** The namespace of a base, which no chart renders. */
    Manifests namespace() throws IOException {
        return Manifests.read(Files.readString(directory.resolve(NAMESPACE)));
    }

    /** The namespace that all objects are put in. */
    String intoNamespace() throws IOException {
        return YAML.readTree(directory.resolve(FILE).toFile()).path("namespace").asText();
    }

    /** Writes the objects of a base. */
    void write(Manifests rendered) throws IOException {
        Files.writeString(directory.resolve(OWN), text(rendered.all()));
    }

    /** Writes what is there beside those of the base, and what is otherwise. */
    void write(Manifests base, Manifests rendered) throws IOException {
        Map<String, JsonNode> before = byName(base.all());
        var added = new ArrayList<JsonNode>();
        var changed = new ArrayList<JsonNode>();
        byName(rendered.all()).forEach((name, object) -> {
            JsonNode old = before.get(name);
            if (old == null) {
                added.add(object);
            } else {
                difference(old, object).ifPresent(difference -> changed.add(identified(object, difference)));
            }
        });
        Files.writeString(directory.resolve(OWN), text(added));
        Files.writeString(directory.resolve(CHANGES), text(changed));
    }

    /** What {@code kustomize build} makes of the folder. */
    Manifests built() throws IOException {
        JsonNode file = YAML.readTree(directory.resolve(FILE).toFile());
        var objects = new LinkedHashMap<String, JsonNode>();
        for (JsonNode resource : file.path("resources")) {
            Path place = directory.resolve(resource.asText()).normalize();
            objects.putAll(byName(
                    Files.isDirectory(place)
                            ? new Kustomization(place).built().all()
                            : Manifests.read(Files.readString(place)).all()));
        }
        for (JsonNode patch : file.path("patches")) {
            for (JsonNode change : Manifests.read(Files.readString(
                            directory.resolve(patch.path("path").asText())))
                    .all()) {
                JsonNode object = objects.get(key(change));
                if (object == null) {
                    throw new AssertionError("there is nothing to change: " + key(change));
                }
                merge((ObjectNode) object, change);
            }
        }
        return new Manifests(List.copyOf(objects.values()));
    }

    static Map<String, JsonNode> byName(List<JsonNode> objects) {
        return objects.stream()
                .collect(Collectors.toMap(
                        Kustomization::key, object -> object.deepCopy(), (one, other) -> other, LinkedHashMap::new));
    }

    private static String key(JsonNode object) {
        return object.path("kind").asText() + " " + Manifests.name(object);
    }

    private static ObjectNode identified(JsonNode object, ObjectNode difference) {
        var patch = YAML.createObjectNode();
        patch.set("apiVersion", object.path("apiVersion"));
        patch.set("kind", object.path("kind"));
        patch.putObject("metadata").put("name", Manifests.name(object));
        merge(patch, difference);
        return patch;
    }

    /** What has to be merged into {@code old} to have {@code changed}. */
    private static Optional<ObjectNode> difference(JsonNode old, JsonNode changed) {
        var difference = YAML.createObjectNode();
        changed.properties().forEach(field -> {
            JsonNode before = old.path(field.getKey());
            JsonNode after = field.getValue();
            if (before.isObject() && after.isObject()) {
                difference(before, after).ifPresent(inner -> difference.set(field.getKey(), inner));
            } else if (!before.equals(after)) {
                difference.set(field.getKey(), after);
            }
        });
        return difference.isEmpty() ? Optional.empty() : Optional.of(difference);
    }

    /** As a strategic merge does it with maps; lists are taken as they are, since the changes hold them in full. */
    private static void merge(ObjectNode object, JsonNode change) {
        change.properties().forEach(field -> {
            if (object.path(field.getKey()).isObject() && field.getValue().isObject()) {
                merge((ObjectNode) object.path(field.getKey()), field.getValue());
            } else {
                object.set(field.getKey(), field.getValue());
            }
        });
    }

    private static String text(List<JsonNode> objects) throws IOException {
        var text = new StringBuilder(
                "# Rendered from the chart; a test compares. mvn test -Ddocs.update=true makes it anew.\n");
        for (JsonNode object : objects) {
            text.append("---\n").append(YAML.writeValueAsString(object));
        }
        return text.toString();
    }
}
