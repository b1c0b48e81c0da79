package io.trireme.state;

/** How messages call a shared object. */
final class Words {
    private static final int LONGEST_NAME = 60;

    private Words() {}

    /** As {@code lock 'door'}. */
    static String of(Command command) {
        return command.verb().ofNoSession() && command.name().isEmpty()
                ? "what there is"
                : of(command.kind(), command.name());
    }

    static String of(Kind kind, String name) {
        return kind.words() + " '" + cut(name) + "'";
    }

    static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}
