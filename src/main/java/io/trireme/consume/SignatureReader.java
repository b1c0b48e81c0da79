package io.trireme.consume;

import io.trireme.Handles;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.enterprise.lang.model.declarations.ParameterInfo;
import jakarta.enterprise.lang.model.types.Type;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a method of a bean class as a {@link HandlerSignature}. */
final class SignatureReader {
    private static final Set<String> PROMISES = Set.of(
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.Future",
            "java.util.concurrent.Flow$Publisher",
            "io.smallrye.mutiny.Uni",
            "io.smallrye.mutiny.Multi");

    private final ClassInfo bean;

    SignatureReader(ClassInfo bean) {
        this.bean = bean;
    }

    HandlerSignature read(MethodInfo method) {
        AnnotationInfo handles = method.annotation(Handles.class);
        String type = handles.value().asString();
        String queue = handles.hasMember("queue") ? handles.member("queue").asString() : "";
        var types = new PayloadTypes(variables(method));
        List<String> parameters = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (ParameterInfo parameter : method.parameters()) {
            try {
                parameters.add(name(parameter.type(), types));
            } catch (UnreadableType reason) {
                unreadable.add(reason.getMessage());
            }
        }
        var spec = new HandlerSpec(queue.isEmpty() ? type : queue, type, bean.name() + "#" + method.name(), parameters);
        return new HandlerSignature(spec, traits(method), unreadable);
    }

    private Map<String, String> variables(MethodInfo method) {
        return TypeVariables.of(method.declaringClass(), bean);
    }

    /** The context is an interface like those that are refused as a payload. */
    private static String name(Type type, PayloadTypes types) throws UnreadableType {
        return type.isClass() && type.asClass().declaration().name().equals(HandlerSpec.CONTEXT)
                ? HandlerSpec.CONTEXT
                : types.name(type);
    }

    private static Set<HandlerTrait> traits(MethodInfo method) {
        var traits = EnumSet.noneOf(HandlerTrait.class);
        if (Modifier.isPrivate(method.modifiers())) {
            traits.add(HandlerTrait.PRIVATE);
        }
        if (method.isStatic()) {
            traits.add(HandlerTrait.STATIC);
        }
        if (isPromise(method.returnType())) {
            traits.add(HandlerTrait.ASYNCHRONOUS);
        }
        return traits;
    }

    private static boolean isPromise(Type type) {
        return switch (type.kind()) {
            case CLASS -> isPromise(type.asClass().declaration());
            case PARAMETERIZED_TYPE -> isPromise(type.asParameterizedType().declaration());
            case PRIMITIVE, ARRAY, VOID, TYPE_VARIABLE, WILDCARD_TYPE -> false;
        };
    }

    private static boolean isPromise(ClassInfo declaration) {
        if (PROMISES.contains(declaration.name())) {
            return true;
        }
        Stream<ClassInfo> above =
                declaration.superClass() == null ? Stream.of() : Stream.of(declaration.superClassDeclaration());
        return Stream.concat(above, declaration.superInterfacesDeclarations().stream())
                .anyMatch(SignatureReader::isPromise);
    }
}
