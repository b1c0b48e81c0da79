package io.trireme.testing;

import java.io.File;
import java.io.IOException;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Loads all classes of the jars that are named, and ends: what is loaded then goes into the archive of {@link ChildJvm}. */
final class ChildJvmArchive {
    private ChildJvmArchive() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            try (var file = new JarFile(new File(jar))) {
                file.stream().map(JarEntry::getName).forEach(ChildJvmArchive::load);
            }
        }
    }

    private static void load(String entry) {
        if (!entry.endsWith(".class") || entry.startsWith("META-INF") || entry.endsWith("-info.class")) {
            return;
        }
        try {
            Class.forName(
                    entry.substring(0, entry.length() - ".class".length()).replace('/', '.'),
                    false,
                    ChildJvmArchive.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError optional) {
            // needs what is not on this class path, so no child will load it either
        }
    }
}
