package io.trireme.process;

import java.io.IOException;

/** Another process on the same memory. Arguments: what to do, and the name. */
final class SharedMemoryMain {
    static final int TIMES = 1_000_000;
    static final int TIMES_LOCKED = 20_000;

    private SharedMemoryMain() {}

    public static void main(String... arguments) throws IOException {
        String name = arguments[1];
        switch (arguments[0]) {
            case "add" -> {
                SharedValue<Long> sum = SharedMemory.value(name, long.class, 0L);
                for (int i = 0; i < TIMES; i++) {
                    sum.add(1L);
                }
            }
            case "add-locked" -> {
                SharedValue<Double> sum = SharedMemory.value(name, double.class, 0.0);
                for (int i = 0; i < TIMES_LOCKED; i++) {
                    sum.withLock(() -> sum.set(sum.get() + 1));
                }
            }
            case "add-bytes" -> {
                SharedArray<Byte> bytes = SharedMemory.array(name, byte.class, 8);
                for (int i = 0; i < TIMES; i++) {
                    bytes.add(i % 8, (byte) 1);
                }
            }
            case "tutorial" -> {
                SharedMemory.value(name, double.class, 0.0).set(3.1415927);
                SharedArray<Integer> numbers = SharedMemory.array(name + ".array", int.class, 11);
                for (int i = 0; i < numbers.length(); i++) {
                    numbers.set(i, -numbers.get(i));
                }
            }
            case "hold" -> SharedMemory.value(name, int.class, 0).withLock(() -> hold());
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    @SuppressWarnings("SystemOut") // the sign that it has the lock
    private static void hold() {
        System.out.println("held");
        try {
            System.in.read();
        } catch (IOException closed) {
            // then it ends
        }
    }
}
