package io.trireme.consume;

import jakarta.decorator.Decorator;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.Vetoed;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.inject.Scope;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a class with handlers, or others of our methods, needs a scope of ours to be a bean.
 *
 * <p>Without one the container would not see the class and its handlers would be ignored without a word.
 */
public final class DefaultScope {
    /** Whoever writes one of these wants no bean, or none that can be called. */
    private static final Set<String> NO_BEAN =
            Set.of(Vetoed.class.getName(), Interceptor.class.getName(), Decorator.class.getName());

    /** {@code @IfBuildProfile} and the like. */
    private static final List<String> CONDITIONS = List.of("io.quarkus.arc.profile.", "io.quarkus.arc.properties.");

    private DefaultScope() {}

    /** Whether there can be an instance of the class, so that its handlers can be called. */
    public static boolean isInstantiable(ClassInfo type) {
        return (type.isPlainClass() || type.isRecord()) && !type.isAbstract();
    }

    /** Whether nothing on the class says that it is a bean. */
    public static boolean isMissing(ClassInfo type) {
        return !type.hasAnnotation((AnnotationInfo annotation) ->
                AnnotationTypes.of(annotation).filter(DefaultScope::decides).isPresent());
    }

    /** Whether the class is left out of this build, or of some builds, on purpose. */
    static boolean isLeftOut(ClassInfo type) {
        return type.hasAnnotation((AnnotationInfo annotation) ->
                AnnotationTypes.of(annotation).filter(DefaultScope::leavesOut).isPresent());
    }

    private static boolean leavesOut(ClassInfo annotation) {
        String name = annotation.name();
        return NO_BEAN.contains(name)
                || name.equals(Alternative.class.getName())
                || CONDITIONS.stream().anyMatch(name::startsWith);
    }

    /** A scope, or whatever else says that the class is a bean or shall not be one. */
    private static boolean decides(ClassInfo annotation) {
        return NO_BEAN.contains(annotation.name())
                || annotation.hasAnnotation(Scope.class)
                || annotation.hasAnnotation(NormalScope.class)
                || annotation.hasAnnotation(Stereotype.class);
    }

    /** Whether the class extends or implements one of these, at any distance. */
    static boolean inherits(ClassInfo type, Set<String> names) {
        Stream<Type> parents = Stream.concat(Stream.ofNullable(type.superClass()), type.superInterfaces().stream());
        try {
            return parents.map(DefaultScope::declaration)
                    .anyMatch(parent -> names.contains(parent.name()) || inherits(parent, names));
        } catch (RuntimeException incomplete) {
            // A library's class whose superclass or interface is not on the class path, as Trireme's own have some.
            return false;
        }
    }

    private static ClassInfo declaration(Type parent) {
        return parent.isClass()
                ? parent.asClass().declaration()
                : parent.asParameterizedType().declaration();
    }
}
