package io.trireme.consume;

import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.enterprise.lang.model.types.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the type variables of a superclass or interface stand for in a bean class: the names of their types, by variable.
 *
 * <p>So {@code class Thumbnails extends Work<Image>} can inherit {@code @Handles("...") void work(T payload)}.
 */
final class TypeVariables {
    private TypeVariables() {}

    /** Those of {@code declaring} as seen from {@code bean}, which is the same class or a subtype. */
    static Map<String, String> of(ClassInfo declaring, ClassInfo bean) {
        return search(declaring, bean, Map.of()).orElse(Map.of());
    }

    private static Optional<Map<String, String>> search(ClassInfo wanted, ClassInfo at, Map<String, String> known) {
        if (at.name().equals(wanted.name())) {
            return Optional.of(known);
        }
        for (Type parent : parents(at)) {
            ClassInfo declaration = parent.isClass()
                    ? parent.asClass().declaration()
                    : parent.asParameterizedType().declaration();
            var found = search(wanted, declaration, bindings(parent, declaration, known));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static List<Type> parents(ClassInfo at) {
        List<Type> parents = new ArrayList<>(at.superInterfaces());
        if (at.superClass() != null) {
            parents.addFirst(at.superClass());
        }
        return parents;
    }

    private static Map<String, String> bindings(Type parent, ClassInfo declaration, Map<String, String> known) {
        if (!parent.isParameterizedType()) {
            return Map.of();
        }
        var bindings = new HashMap<String, String>();
        List<TypeVariable> variables = declaration.typeParameters();
        List<Type> arguments = parent.asParameterizedType().typeArguments();
        for (int i = 0; i < variables.size(); i++) {
            try {
                bindings.put(variables.get(i).name(), new PayloadTypes(known).name(arguments.get(i)));
            } catch (UnreadableType unbound) {
                // Of no matter unless a payload has this type, and then it is reported as unresolved.
            }
        }
        return bindings;
    }
}
