package io.trireme.child;

import io.trireme.InitializesChild;
import io.trireme.consume.DefaultScope;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.InvokerFactory;
import jakarta.enterprise.inject.build.compatible.spi.InvokerInfo;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.build.compatible.spi.Types;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the methods with {@link InitializesChild} when the application is built. Called by the container in the order of the
 * methods here, on one thread. What is wrong fails the build.
 */
public final class InitializerExtension implements BuildCompatibleExtension {
    private final Map<String, List<Found>> found = new TreeMap<>(); // by the name of the bean class

    private record Found(String name, InvokerInfo invoker) {}

    /** Makes a bean of a class that has initializers but no scope. */
    @Enhancement(types = Object.class, withSubtypes = true, withAnnotations = InitializesChild.class)
    public void giveScope(ClassConfig type) {
        if (DefaultScope.isInstantiable(type.info()) && DefaultScope.isMissing(type.info())) {
            type.addAnnotation(Singleton.class);
        }
    }

    /** Reads the initializers of one bean. */
    @Registration(types = Object.class)
    public void find(BeanInfo bean, InvokerFactory invokers, Messages messages) {
        if (!bean.isClassBean()) {
            return;
        }
        String type = bean.declaringClass().name();
        for (MethodInfo method : methods(bean)) {
            if (!method.hasAnnotation(InitializesChild.class)) {
                continue;
            }
            String name = type + "#" + method.name();
            if (!method.parameters().isEmpty() || !method.returnType().isVoid()) {
                messages.error("@InitializesChild of " + name
                        + ": such a method has no parameters and returns nothing. Inject what it needs into its bean.");
                continue;
            }
            found.computeIfAbsent(type, first -> new ArrayList<>())
                    .add(new Found(
                            name,
                            invokers.createInvoker(bean, method)
                                    .withInstanceLookup()
                                    .build()));
        }
    }

    private static Collection<MethodInfo> methods(BeanInfo bean) {
        try {
            return bean.declaringClass().methods();
        } catch (RuntimeException incomplete) {
            return List.of(); // a library's bean whose superclass is not on the class path
        }
    }

    /** Lets each bean class answer when a child begins. */
    @Synthesis
    public void register(SyntheticComponents components, Types types) {
        found.forEach((bean, initializers) -> components
                .addObserver(ChildBegins.class)
                .declaringClass(types.ofClass(bean).declaration())
                .withParam(
                        InitializerObserver.NAMES,
                        initializers.stream().map(Found::name).toArray(String[]::new))
                .withParam(
                        InitializerObserver.INVOKERS,
                        initializers.stream().map(Found::invoker).toArray(InvokerInfo[]::new))
                .observeWith(InitializerObserver.class));
    }
}
