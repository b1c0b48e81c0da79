package io.trireme.wire;

import java.util.regex.Pattern;

/**
 * The name of a payload type as it travels from the build to the running application: Java's binary names, with type
 * arguments as in source, arrays as the class file has them ({@code java.util.List<com.acme.Image>}, {@code [B}).
 */
final class TypeName {
    static final String BYTES = "[B";
    static final String STRING = "java.lang.String";
    static final String TREE = "com.fasterxml.jackson.databind.JsonNode";
    private static final String OPTIONAL = "java.util.Optional<";
    private static final Pattern PACKAGE = Pattern.compile("(?:\\w+[.$])+(\\w+)");

    private TypeName() {}

    static boolean isOptional(String name) {
        return name.startsWith(OPTIONAL);
    }

    /** What is in the {@code Optional}. */
    static String inOptional(String name) {
        return name.substring(OPTIONAL.length(), name.length() - 1);
    }

    /** The name as people write it: {@code List<Image>}, {@code byte[]}. */
    static String describe(String name) {
        int dimensions = 0;
        while (name.charAt(dimensions) == '[') {
            dimensions++;
        }
        String element = dimensions == 0 ? name : element(name.substring(dimensions));
        return PACKAGE.matcher(element).replaceAll("$1").replace(",", ", ") + "[]".repeat(dimensions);
    }

    private static String element(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'Z' -> "boolean";
            case 'B' -> "byte";
            case 'S' -> "short";
            case 'C' -> "char";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'F' -> "float";
            case 'D' -> "double";
            default -> descriptor.substring(1, descriptor.length() - 1);
        };
    }
}
