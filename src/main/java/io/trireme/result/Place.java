package io.trireme.result;

/** Where in {@code trireme.results} it lies what is known of a task. */
record Place(int partition, long offset) {}
