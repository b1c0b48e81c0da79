package io.trireme.examples;

import io.trireme.pool.CallFailed;
import io.trireme.pool.LocalPool;
import io.trireme.pool.Pool;
import java.util.List;
import java.util.stream.LongStream;

/** A pool of threads in this process: the verbs of Python's {@code multiprocessing.Pool}, without a broker. */
final class Primes {
    private static final int CHUNK = 8;

    /** A number and the smallest number above 1 that divides it. */
    record Divided(long number, long divisor) {
        boolean isPrime() {
            return number == divisor;
        }
    }

    private Primes() {}

    static Divided divide(long number) {
        if (number < 2) {
            throw new IllegalArgumentException("nothing above 1 divides " + number);
        }
        long divisor = LongStream.iterate(2, next -> next * next <= number, next -> next + 1)
                .filter(next -> number % next == 0)
                .findFirst()
                .orElse(number);
        return new Divided(number, divisor);
    }

    /** The first primes from {@code number} on. The input is endless; the pool reads it a window ahead. */
    static List<Long> primesFrom(long number, int howMany, Pool<Long, Divided> pool) {
        var candidates = LongStream.iterate(number, next -> next + 1).boxed();
        try (var divided = pool.imap(candidates::iterator, CHUNK)) {
            return divided.filter(Divided::isPrime)
                    .limit(howMany)
                    .map(Divided::number)
                    .toList();
        }
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        try (var pool = LocalPool.calling(Primes::divide).processes(4).open()) {
            System.out.println(pool.apply(91L));
            System.out.println(pool.map(List.of(15L, 49L, 97L)));
            System.out.println(primesFrom(1_000_000_000_000L, 3, pool));
            pool.applyAsync(121L, System.out::println, failure -> System.out.println("failed: " + failure));
            pool.map(List.of(4L, 1L));
        } catch (CallFailed failure) {
            System.out.println(failure.index() + ": " + failure.thrown().getMessage());
        }
    }
}
