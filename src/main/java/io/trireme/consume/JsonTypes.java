package io.trireme.consume;

import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.AnnotationTarget;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.DeclarationInfo;
import java.util.stream.Stream;

/** Refuses a type that cannot be made from JSON: an interface or abstract class that names no class to be made. */
final class JsonTypes {
    private static final String JACKSON = "com.fasterxml.jackson.";

    private JsonTypes() {}

    static void check(ClassInfo type) throws UnreadableType {
        boolean concrete = !type.isInterface() && !type.isAbstract();
        // The platform's own (List, Map, Number, Path …) are left to the mapper, which knows most of them.
        if (concrete || type.isEnum() || isLibrary(type.name()) || isAnnotated(type)) {
            return;
        }
        throw new UnreadableType(
                ("%s is %s, so that nothing says which class to make from the JSON. Take a record or a class, or annotate"
                                + " it with @JsonTypeInfo and @JsonSubTypes, or @JsonDeserialize.")
                        .formatted(type.simpleName(), type.isInterface() ? "an interface" : "abstract"));
    }

    private static boolean isLibrary(String name) {
        return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith(JACKSON);
    }

    /** Anything of Jackson's on the type, in it or above it may name a class or a way to make it: subtypes, a creator. */
    private static boolean isAnnotated(ClassInfo type) {
        Stream<DeclarationInfo> members = Stream.concat(type.constructors().stream(), type.methods().stream());
        return Stream.concat(Stream.of(type), members).anyMatch(JsonTypes::hasJacksonAnnotation)
                || type.superInterfacesDeclarations().stream().anyMatch(JsonTypes::hasJacksonAnnotation);
    }

    private static boolean hasJacksonAnnotation(AnnotationTarget target) {
        return target.hasAnnotation((AnnotationInfo annotation) ->
                AnnotationTypes.of(annotation).filter(JsonTypes::isOfJackson).isPresent());
    }

    /** Jackson's own, or one that bundles some of those. */
    private static boolean isOfJackson(ClassInfo annotation) {
        return annotation.name().startsWith(JACKSON)
                || annotation.hasAnnotation((AnnotationInfo bundled) -> AnnotationTypes.of(bundled)
                        .filter(type -> type.name().startsWith(JACKSON))
                        .isPresent());
    }
}
