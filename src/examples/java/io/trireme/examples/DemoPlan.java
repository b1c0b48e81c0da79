package io.trireme.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a run of the demo is to do.
 *
 * @param pages how many pages to fetch
 * @param once whether it ends when the work is done
 * @param directories the files below them are digested; none means {@link #ofThisMachine}
 */
record DemoPlan(int pages, boolean once, List<Path> directories) {
    private static final String ONCE = "once";
    private static final String STAY = "stay";

    DemoPlan {
        directories = List.copyOf(directories);
    }

    /** The plan as the arguments of an application, which are all that gets into it. */
    String[] arguments() {
        var arguments = new ArrayList<String>();
        arguments.add(Integer.toString(pages));
        arguments.add(once ? ONCE : STAY);
        directories.forEach(directory -> arguments.add(directory.toString()));
        return arguments.toArray(String[]::new);
    }

    /** The plan that became these arguments. */
    static DemoPlan of(String... arguments) {
        return new DemoPlan(
                Integer.parseInt(arguments[0]),
                arguments[1].equals(ONCE),
                Arrays.stream(arguments, 2, arguments.length).map(Path::of).toList());
    }

    /** All files that the plan is about. A new walk each time. */
    RegularFiles files() {
        Path here = Path.of("").toAbsolutePath();
        return directories.isEmpty()
                ? new RegularFiles(ofThisMachine(here), Set.of(here.resolve(".git"), here.resolve("target")))
                : new RegularFiles(directories, Set.of());
    }

    /** Something that is there on every machine: where the demo was started, and texts and libraries of the JDK. */
    private static List<Path> ofThisMachine(Path here) {
        Path java = Path.of(System.getProperty("java.home"));
        return List.of(here, java.resolve("legal"), java.resolve("lib"));
    }
}
