package io.trireme.child;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The class path of a child. A Quarkus application in its usual form has a loader of its own, to which its main class belongs;
 * a child has another one, and so gets the same jars as a plain class path, in the order in which that loader looks.
 */
final class ClassPath {
    private ClassPath() {}

    /** @param own {@code java.class.path} of this process */
    static String ofChild(String own) {
        Path jar = Path.of(own.contains(File.pathSeparator) ? "" : own).toAbsolutePath();
        Path folder = jar.getParent();
        if (folder == null || !Files.exists(folder.resolve("quarkus").resolve("quarkus-application.dat"))) {
            return own;
        }
        var jars = new ArrayList<String>();
        for (String place : List.of(
                "quarkus/transformed-bytecode.jar", "quarkus/generated-bytecode.jar", "app", "lib/boot", "lib/main")) {
            jars.addAll(jarsIn(folder.resolve(place)));
        }
        return String.join(File.pathSeparator, jars);
    }

    /**
     * What the manifest of the program's jar opens to it, as options: the JVM heeds it of that jar alone.
     *
     * @param own {@code java.class.path} of this process
     */
    static List<String> access(String own) throws IOException {
        if (own.contains(File.pathSeparator) || !Files.isRegularFile(Path.of(own))) {
            return List.of();
        }
        var options = new ArrayList<String>();
        try (var jar = new JarFile(own)) {
            Manifest manifest = jar.getManifest();
            if (manifest != null) {
                options.addAll(options(manifest, "Add-Opens", "--add-opens="));
                options.addAll(options(manifest, "Add-Exports", "--add-exports="));
            }
        }
        return options;
    }

    private static List<String> options(Manifest manifest, String attribute, String option) {
        String packages = manifest.getMainAttributes().getValue(attribute);
        return packages == null
                ? List.of()
                : Stream.of(packages.strip().split("\\s+"))
                        .map(named -> option + named + "=ALL-UNNAMED")
                        .toList();
    }

    private static List<String> jarsIn(Path place) {
        if (place.toString().endsWith(".jar")) {
            return Files.exists(place) ? List.of(place.toString()) : List.of();
        }
        var jars = new ArrayList<String>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(place, "*.jar")) {
            found.forEach(jar -> jars.add(jar.toString()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        jars.sort(null); // the same each time: an archive is for one class path
        return jars;
    }
}
