package io.trireme.consume;

/** What makes a method unusable as a handler whatever its parameters are. */
enum HandlerTrait {
    PRIVATE("it is private. Make it package-private or more."),
    STATIC("it is static. Make it an instance method of a bean."),
    PROMISE_UNKNOWN(
            "it returns a promise that nobody can be told of when it is kept. Return a Uni, a CompletionStage, or"
                    + " the value itself after waiting for it in the method, which costs next to nothing on a virtual thread.");

    private final String sentence;

    HandlerTrait(String sentence) {
        this.sentence = sentence;
    }

    /** What is wrong and what to do. */
    String sentence() {
        return sentence;
    }
}
