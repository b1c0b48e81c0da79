package io.trireme.consume;

import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import java.util.Optional;

/** Annotations' own classes, which, unlike all others, may be absent from the class path without harm. */
final class AnnotationTypes {
    private AnnotationTypes() {}

    static Optional<ClassInfo> of(AnnotationInfo annotation) {
        try {
            return Optional.of(annotation.declaration());
        } catch (IllegalStateException absent) {
            return Optional.empty();
        }
    }
}
