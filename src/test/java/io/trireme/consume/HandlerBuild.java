package io.trireme.consume;

import io.quarkus.arc.processor.BeanArchives;
import io.quarkus.arc.processor.BeanProcessor;
import io.quarkus.arc.processor.bcextensions.ExtensionsEntryPoint;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Indexer;

/** Builds an application of a few classes as Quarkus builds one, as far as beans go: in a fraction of a second. */
public final class HandlerBuild {
    private HandlerBuild() {}

    /** What the build complains about; empty if it succeeds. */
    public static List<String> complaints(Class<?>... classes) throws Exception {
        try {
            process(classes);
            return List.of();
        } catch (DeploymentException failure) {
            return Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                    .map(Throwable::getMessage)
                    .toList();
        }
    }

    private static void process(Class<?>... classes) throws Exception {
        IndexView index = BeanArchives.buildImmutableBeanArchiveIndex(index(classes));
        var extensions = new ExtensionsEntryPoint();
        extensions.runDiscovery(index, new HashSet<>());
        BeanProcessor.builder()
                .setName("application")
                .setImmutableBeanArchiveIndex(index)
                .setComputingBeanArchiveIndex(BeanArchives.buildComputingBeanArchiveIndex(
                        HandlerBuild.class.getClassLoader(), new ConcurrentHashMap<>(), index))
                .setBuildCompatibleExtensions(extensions)
                .setRemoveUnusedBeans(true)
                .setTransformUnproxyableClasses(true)
                .setOutput(generated -> {})
                .build()
                .process();
    }

    private static IndexView index(Class<?>... classes) throws IOException {
        var indexer = new Indexer();
        for (Class<?> type : classes) {
            try (InputStream file =
                    type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
                indexer.index(file);
            }
        }
        return indexer.complete();
    }
}
