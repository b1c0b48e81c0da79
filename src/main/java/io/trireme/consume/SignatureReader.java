package io.trireme.consume;

import io.trireme.Cron;
import io.trireme.Exclusive;
import io.trireme.Handles;
import io.trireme.MissedFirings;
import io.trireme.Retries;
import io.trireme.retry.RetryOverride;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.AnnotationMember;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.enterprise.lang.model.declarations.ParameterInfo;
import jakarta.enterprise.lang.model.types.Type;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a method of a bean class as a {@link HandlerSignature}. */
final class SignatureReader {
    private static final Set<String> STAGES = Set.of("java.util.concurrent.CompletionStage", "io.smallrye.mutiny.Uni");

    private static final Set<String> OTHER_PROMISES =
            Set.of("java.util.concurrent.Future", "java.util.concurrent.Flow$Publisher", "io.smallrye.mutiny.Multi");

    private static final double UNSET_FACTOR = 0;
    private static final double UNSET_JITTER = -1;

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
        var spec = new HandlerSpec(
                queue.isEmpty() ? type : queue,
                type,
                bean.name() + "#" + method.name(),
                retries(method),
                cron(method),
                exclusive(method),
                isOneOf(STAGES, method.returnType()) ? HandlerSpec.Returns.STAGE : HandlerSpec.Returns.VALUE,
                parameters);
        return new HandlerSignature(spec, traits(method), unreadable);
    }

    private static Optional<HandlerCron> cron(MethodInfo method) {
        if (!method.hasAnnotation(Cron.class)) {
            return Optional.empty();
        }
        AnnotationInfo cron = method.annotation(Cron.class);
        return Optional.of(new HandlerCron(
                cron.value().asString(),
                cron.member("zone").asString(),
                MissedFirings.valueOf(cron.member("missed").asEnumConstant()),
                cron.member("payload").asString()));
    }

    private static Optional<String> exclusive(MethodInfo method) {
        return method.hasAnnotation(Exclusive.class)
                ? Optional.of(method.annotation(Exclusive.class).value().asString())
                : Optional.empty();
    }

    private static RetryOverride retries(MethodInfo method) {
        if (!method.hasAnnotation(Retries.class)) {
            return RetryOverride.NONE;
        }
        AnnotationInfo retries = method.annotation(Retries.class);
        var written = new HashMap<String, String>();
        for (String member : RetryOverride.MEMBERS) {
            if (retries.hasMember(member)) {
                text(member, retries.member(member)).ifPresent(text -> written.put(member, text));
            }
        }
        return new RetryOverride(written);
    }

    /** A member's value; empty for the default, which says nothing. */
    private static Optional<String> text(String name, AnnotationMember member) {
        return switch (member.kind()) {
            case INT ->
                Optional.of(member.asInt()).filter(number -> number != 0).map(String::valueOf);
            case DOUBLE ->
                Optional.of(member.asDouble())
                        .filter(number -> number != (name.equals("jitter") ? UNSET_JITTER : UNSET_FACTOR))
                        .map(String::valueOf);
            case STRING -> Optional.of(member.asString()).filter(text -> !text.isEmpty());
            case ARRAY ->
                Optional.of(member.asArray().stream()
                                .map(type ->
                                        type.asType().asClass().declaration().name())
                                .collect(Collectors.joining(",")))
                        .filter(names -> !names.isEmpty());
            default -> Optional.empty();
        };
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
        if (isOneOf(OTHER_PROMISES, method.returnType()) && !isOneOf(STAGES, method.returnType())) {
            traits.add(HandlerTrait.PROMISE_UNKNOWN);
        }
        return traits;
    }

    /** Whether it is one of these, or a kind of one of these. */
    private static boolean isOneOf(Set<String> names, Type type) {
        return switch (type.kind()) {
            case CLASS -> isOneOf(names, type.asClass().declaration());
            case PARAMETERIZED_TYPE -> isOneOf(names, type.asParameterizedType().declaration());
            case PRIMITIVE, ARRAY, VOID, TYPE_VARIABLE, WILDCARD_TYPE -> false;
        };
    }

    private static boolean isOneOf(Set<String> names, ClassInfo declaration) {
        if (names.contains(declaration.name())) {
            return true;
        }
        Stream<ClassInfo> above =
                declaration.superClass() == null ? Stream.of() : Stream.of(declaration.superClassDeclaration());
        return Stream.concat(above, declaration.superInterfacesDeclarations().stream())
                .anyMatch(one -> isOneOf(names, one));
    }
}
