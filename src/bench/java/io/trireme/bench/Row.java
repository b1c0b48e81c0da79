package io.trireme.bench;

/**
 * One engine in one cell.
 *
 * @param engine its name
 * @param ordering {@code none} where there is no choice
 * @param concurrency most tasks at once
 * @param inFlight most tasks held
 * @param tasks how many it works on; fewer for what is bounded far below the others
 */
record Row(String engine, String ordering, int concurrency, int inFlight, int tasks) {
    /** Two fifths of the tasks warm up and are not measured: the compiler is still busy with them. */
    int warmUp() {
        return tasks / 5 * 2;
    }

    String name() {
        return ordering.equals("none") ? engine : engine + ", " + ordering;
    }

    boolean isBaseline() {
        return engine.equals("bare") || engine.equals("unsafe");
    }

    boolean isRival() {
        return engine.equals("parallel-consumer") || engine.equals("smallrye");
    }
}
