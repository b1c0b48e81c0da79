package io.trireme.consume;

import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.types.ArrayType;
import jakarta.enterprise.lang.model.types.ParameterizedType;
import jakarta.enterprise.lang.model.types.PrimitiveType;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.enterprise.lang.model.types.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Names the type of a payload parameter as {@link io.trireme.wire.PayloadCodec#reader} takes it, and refuses types that no
 * JSON can be read into.
 */
final class PayloadTypes {
    private static final String OBJECT = "java.lang.Object";
    private static final String OPTIONAL = "java.util.Optional";

    private final Map<String, String> variables;

    /** @param variables what the type variables in sight stand for */
    PayloadTypes(Map<String, String> variables) {
        this.variables = variables;
    }

    String name(Type type) throws UnreadableType {
        return switch (type.kind()) {
            case PRIMITIVE -> type.asPrimitive().name();
            case CLASS -> className(type.asClass().declaration());
            case PARAMETERIZED_TYPE -> parameterized(type.asParameterizedType());
            case ARRAY -> "[" + component(type.asArray());
            case TYPE_VARIABLE -> variable(type.asTypeVariable().name());
            case WILDCARD_TYPE -> wildcard(type.asWildcardType());
            case VOID -> throw new UnreadableType("void is no payload.");
        };
    }

    private static String className(ClassInfo declaration) throws UnreadableType {
        if (declaration.name().equals(OPTIONAL)) {
            throw new UnreadableType("Optional does not say of what. Write Optional<Image>.");
        }
        JsonTypes.check(declaration);
        return declaration.name();
    }

    private String parameterized(ParameterizedType type) throws UnreadableType {
        ClassInfo declaration = type.declaration();
        JsonTypes.check(declaration);
        List<String> arguments = new ArrayList<>();
        for (Type argument : type.typeArguments()) {
            arguments.add(name(argument));
        }
        return declaration.name() + "<" + String.join(",", arguments) + ">";
    }

    private String component(ArrayType array) throws UnreadableType {
        Type component = array.componentType();
        return switch (component.kind()) {
            case PRIMITIVE -> descriptor(component.asPrimitive());
            case ARRAY -> name(component);
            case CLASS -> "L" + name(component) + ";";
            case PARAMETERIZED_TYPE, TYPE_VARIABLE, WILDCARD_TYPE, VOID ->
                throw new UnreadableType("it takes an array of a generic type. Take a List.");
        };
    }

    private static String descriptor(PrimitiveType type) {
        return switch (type.primitiveKind()) {
            case BOOLEAN -> "Z";
            case BYTE -> "B";
            case SHORT -> "S";
            case INT -> "I";
            case LONG -> "J";
            case FLOAT -> "F";
            case DOUBLE -> "D";
            case CHAR -> "C";
        };
    }

    private String variable(String variable) throws UnreadableType {
        String bound = variables.get(variable);
        if (bound == null) {
            throw new UnreadableType(
                    "nothing says what the type variable %s stands for. Name a type in its place.".formatted(variable));
        }
        return bound;
    }

    private String wildcard(WildcardType wildcard) throws UnreadableType {
        Type bound = wildcard.lowerBound() != null ? wildcard.lowerBound() : wildcard.upperBound();
        if (bound == null || isObject(bound)) {
            throw new UnreadableType("nothing says what the wildcard ? stands for. Name a type in its place.");
        }
        return name(bound);
    }

    private static boolean isObject(Type type) {
        return type.isClass() && type.asClass().declaration().name().equals(OBJECT);
    }
}
