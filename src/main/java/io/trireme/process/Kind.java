package io.trireme.process;

import io.trireme.Fault;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * A kind of number, as bits in a word.
 *
 * @param code what stands for it in the file
 * @param bytes of one number
 */
record Kind<T extends Number>(
        int code, int bytes, Function<T, Long> toBits, LongFunction<T> bits, BinaryOperator<T> plus) {
    static final Kind<Integer> INT = new Kind<>(1, Integer.BYTES, Integer::longValue, bits -> (int) bits, Integer::sum);
    static final Kind<Long> LONG = new Kind<>(2, Long.BYTES, value -> value, bits -> bits, Long::sum);
    static final Kind<Float> FLOAT = new Kind<>(
            3,
            Float.BYTES,
            value -> (long) Float.floatToRawIntBits(value),
            bits -> Float.intBitsToFloat((int) bits),
            Float::sum);
    static final Kind<Double> DOUBLE =
            new Kind<>(4, Double.BYTES, Double::doubleToRawLongBits, Double::longBitsToDouble, Double::sum);
    static final Kind<Byte> BYTE =
            new Kind<>(5, Byte.BYTES, Byte::longValue, bits -> (byte) bits, (one, other) -> (byte) (one + other));

    @SuppressWarnings("unchecked") // each type has the kind of itself
    static <T extends Number> Kind<T> of(String name, Class<T> type) {
        Kind<?> kind =
                switch (type.getName()) {
                    case "int", "java.lang.Integer" -> INT;
                    case "long", "java.lang.Long" -> LONG;
                    case "float", "java.lang.Float" -> FLOAT;
                    case "double", "java.lang.Double" -> DOUBLE;
                    case "byte", "java.lang.Byte" -> BYTE;
                    default ->
                        throw Fault.SHARED_MEMORY_WRONG.because(
                                name, type.getName() + " is no type for it. Use int, long, float, double or byte");
                };
        return (Kind<T>) kind;
    }

    T fromBits(long word) {
        return bits.apply(word);
    }
}
