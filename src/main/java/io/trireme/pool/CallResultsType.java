package io.trireme.pool;

import io.trireme.result.CallResults;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * {@link CallResults} of values of one class, as a type that results are read as.
 *
 * @param values their class
 */
record CallResultsType(Class<?> values) implements ParameterizedType {
    static Type of(Class<?> values) {
        return new CallResultsType(values);
    }

    @Override
    public Type[] getActualTypeArguments() {
        return new Type[] {values};
    }

    @Override
    public Type getRawType() {
        return CallResults.class;
    }

    @Override
    public Type getOwnerType() {
        return CallResults.class.getDeclaringClass();
    }
}
