package io.trireme.control;

/** Is told when a queue is paused and when it is resumed. */
@FunctionalInterface
interface PauseSwitch {
    void set(String queue, boolean paused);
}
