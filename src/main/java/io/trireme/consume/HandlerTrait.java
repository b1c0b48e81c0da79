package io.trireme.consume;

/** What makes a method unusable as a handler whatever its parameters are. */
enum HandlerTrait {
    PRIVATE("it is private. Make it package-private or more."),
    STATIC("it is static. Make it an instance method of a bean."),
    ASYNCHRONOUS("it returns a promise of a value. Return the value itself and wait for it in the method, which costs"
            + " next to nothing on a virtual thread; the event-loop runner does not exist yet.");

    private final String sentence;

    HandlerTrait(String sentence) {
        this.sentence = sentence;
    }

    /** What is wrong and what to do. */
    String sentence() {
        return sentence;
    }
}
