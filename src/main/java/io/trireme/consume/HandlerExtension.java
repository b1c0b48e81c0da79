package io.trireme.consume;

import io.trireme.Cron;
import io.trireme.Exclusive;
import io.trireme.Handles;
import io.trireme.consume.HandlerBindings.Binding;
import jakarta.annotation.Priority;
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
import jakarta.enterprise.inject.build.compatible.spi.SyntheticObserverBuilder;
import jakarta.enterprise.inject.build.compatible.spi.Types;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the methods with {@link Handles} when the application is built; {@link HandlerRegistry} has them when it runs.
 *
 * <p>Called by the container in the order of the methods here, on one thread. What is wrong fails the build, all of it at
 * once.
 */
public final class HandlerExtension implements BuildCompatibleExtension {
    private static final int LATER = Interceptor.Priority.APPLICATION + 600;

    private final Set<String> abstractOwners = new HashSet<>();
    private final Set<String> unseen = new TreeSet<>();
    private final HandlerBindings bindings = new HandlerBindings();

    /** Makes a bean of a class that has handlers but no scope. */
    @Enhancement(types = Object.class, withSubtypes = true, withAnnotations = Handles.class)
    public void giveScope(ClassConfig type) {
        if (DefaultScope.isInstantiable(type.info())) {
            makeBean(type);
        } else {
            abstractOwners.add(type.info().name());
        }
    }

    /** Does the same for a class that inherits its handlers from one that cannot be a bean, being abstract. */
    @Priority(LATER)
    @Enhancement(types = Object.class, withSubtypes = true)
    public void giveHeirsScope(ClassConfig type) {
        if (!abstractOwners.isEmpty()
                && DefaultScope.isInstantiable(type.info())
                && DefaultScope.inherits(type.info(), abstractOwners)) {
            makeBean(type);
        }
    }

    private void makeBean(ClassConfig type) {
        if (DefaultScope.isMissing(type.info())) {
            type.addAnnotation(Singleton.class);
        }
        if (!DefaultScope.isLeftOut(type.info())) {
            unseen.add(type.info().name());
        }
    }

    /** Reads the handlers of one bean. */
    @Registration(types = Object.class)
    public void find(BeanInfo bean, InvokerFactory invokers, Messages messages) {
        if (!bean.isClassBean()) {
            return;
        }
        ClassInfo type = bean.declaringClass();
        var reader = new SignatureReader(type);
        complain(type, Cron.class, "nothing would run", messages);
        complain(type, Exclusive.class, "nothing would be exclusive", messages);
        Set<List<String>> overridden = new HashSet<>();
        for (MethodInfo method : handlers(type)) {
            unseen.remove(type.name());
            HandlerSignature signature = reader.read(method);
            List<String> complaints = signature.complaints();
            complaints.forEach(messages::error);
            if (complaints.isEmpty() && overridden.add(signature.spec().nameAndParameters())) {
                InvokerInfo invoker = invokers.createInvoker(bean, method)
                        .withInstanceLookup()
                        .build();
                bindings.bind(new Binding(signature.spec(), type.name(), invoker, bean.isAlternative()));
            }
        }
    }

    private static void complain(ClassInfo type, Class<? extends Annotation> beside, String so, Messages messages) {
        methods(type).stream()
                .filter(method -> method.hasAnnotation(beside) && !method.hasAnnotation(Handles.class))
                .forEach(method -> messages.error("@" + beside.getSimpleName() + " of " + type.name() + "#"
                        + method.name() + " stands beside no @Handles, so " + so
                        + ". Add @Handles(\"...\"), or take it away."));
    }

    private static List<MethodInfo> handlers(ClassInfo type) {
        return methods(type).stream()
                .filter(method -> method.hasAnnotation(Handles.class))
                .toList();
    }

    private static Collection<MethodInfo> methods(ClassInfo type) {
        try {
            return type.methods();
        } catch (RuntimeException incomplete) {
            // A library's bean whose superclass is not on the class path: nobody uses it, the container tolerates it.
            return List.of();
        }
    }

    /** Lets each bean class answer when the application starts and its handlers are called up. */
    @Synthesis
    public void register(SyntheticComponents components, Types types, Messages messages) {
        bindings.complaints().forEach(messages::error);
        for (String type : unseen) {
            messages.warn(
                    "The handlers of " + type + " are ignored, since the class cannot be a bean. If it is an inner"
                            + " class, make it static; if it is excluded from the build on purpose, all is well.");
        }
        bindings.byBean().forEach((bean, found) -> {
            ClassInfo beside = types.ofClass(bean).declaration();
            observe(components.addObserver(HandlerMuster.class).declaringClass(beside), found);
        });
    }

    private static void observe(SyntheticObserverBuilder<HandlerMuster> observer, List<Binding> found) {
        observer.withParam(
                        HandlerObserver.SPECS,
                        found.stream().map(binding -> binding.spec().asText()).toArray(String[]::new))
                .withParam(
                        HandlerObserver.INVOKERS,
                        found.stream().map(Binding::invoker).toArray(InvokerInfo[]::new))
                .observeWith(HandlerObserver.class);
    }
}
