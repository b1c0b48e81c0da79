package io.trireme.deploy;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Objects of Kubernetes as they are handed to it. */
record Manifests(List<JsonNode> all) {
    /** Above it Kubernetes refuses a name that becomes part of a host's. */
    static final int LONGEST_NAME = 63;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    Manifests {
        all = List.copyOf(all);
    }

    /** Reads documents of YAML; a key that is there twice is an error. */
    static Manifests read(String yaml) {
        var all = new ArrayList<JsonNode>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            documents.forEachRemaining(document -> {
                if (document.isObject() && !document.isEmpty()) {
                    all.add(document);
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable.getMessage() + " in\n" + yaml, unreadable);
        }
        return new Manifests(all);
    }

    Stream<JsonNode> of(String kind) {
        return all.stream().filter(one -> one.path("kind").asText().equals(kind));
    }

    /** The one object of this kind and name; the release's part of it may be left out. */
    JsonNode one(String kind, String name) {
        return of(kind).filter(one -> name(one).equals(name) || name(one).equals(Chart.RELEASE + "-" + name))
                .findAny()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " among " + described()));
    }

    /** What each is, for people. */
    String described() {
        return all.stream()
                .map(one -> one.path("kind").asText() + " " + name(one))
                .sorted()
                .collect(joining(", "));
    }

    static String name(JsonNode one) {
        return one.at("/metadata/name").asText();
    }

    /** Those that make pods of this application. */
    Stream<JsonNode> workloads() {
        return all.stream().filter(one -> one.at("/spec/template/spec").isObject());
    }

    /** All pods: those of workloads, and those of their own. */
    Stream<JsonNode> pods() {
        return Stream.concat(workloads().map(Manifests::pod), of("Pod").map(pod -> pod.path("spec")));
    }

    static JsonNode pod(JsonNode workload) {
        return workload.at("/spec/template/spec");
    }

    /** The application's container of a workload. */
    static JsonNode container(JsonNode workload) {
        return pod(workload).at("/containers/0");
    }

    static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The settings that the part of this name reads. */
    Properties settings(String name) {
        var settings = new Properties();
        try {
            settings.load(new StringReader(
                    one("ConfigMap", name).at("/data/application.properties").asText()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return settings;
    }
}
