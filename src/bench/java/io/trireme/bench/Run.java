package io.trireme.bench;

import io.trireme.bench.measure.Result;

/** How an engine is run once. */
interface Run {
    Result of(Cell cell, Row row) throws Exception;

    /** What is said of the result while the others are awaited. */
    String words(Result result);
}
