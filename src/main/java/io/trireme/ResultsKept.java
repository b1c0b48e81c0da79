package io.trireme;

/** Of which tasks of a queue the results are kept. */
public enum ResultsKept {
    /** Of those whose publisher asks for it. */
    ASKED,
    /** Of every task. */
    ALL,
    /** Of every task, and also that an attempt starts, and that another one follows. */
    STATES
}
