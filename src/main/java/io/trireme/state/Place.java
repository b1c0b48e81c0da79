package io.trireme.state;

/** Where a call waits. */
record Place(String name, String line, long index) {}
