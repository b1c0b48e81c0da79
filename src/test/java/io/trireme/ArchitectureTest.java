package io.trireme;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of DESIGN.md, section 5: who may use whom, and how large things may get. */
class ArchitectureTest {
    private static final String ROOT = "";
    private static final String APP = "app";
    private static final Path MAIN_SOURCES = Path.of("src", "main", "java");
    private static final int LONGEST_FILE = 300;

    /** Every capability may use these. */
    private static final Set<String> FOR_ALL = Set.of(ROOT, "wire", "access");

    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "consume", Set.of("run", "retry", "deadletter", "schedule", "result"),
            "pool", Set.of("run", "result"),
            "channel", Set.of("consume"),
            "observe", Set.of("consume"),
            "control", Set.of("consume"),
            "testing", Set.of("consume"));

    /** Edges beyond the design, each with its reason. */
    private static final Map<String, String> FURTHER = Map.ofEntries(
            Map.entry("child -> consume", "handlers are called in child processes, as the engine asks for it"),
            Map.entry("child -> process", "a child is ended with all that it started"),
            Map.entry("child -> result", "a result is encoded where the handler returned it"),
            Map.entry("child -> run", "a child awaits what a handler promised"),
            Map.entry("exec -> consume", "a program is a handler, and answers the call for handlers"),
            Map.entry("exec -> process", "a program is ended with all that it started"),
            Map.entry("control -> result", "to cancel by a handle is a revocation"),
            Map.entry("publish -> result", "Publisher.submit waits for results"),
            Map.entry("pool -> child", "the workers of a local pool may be processes"),
            Map.entry("pool -> control", "a pool over the cluster that is cancelled or terminated revokes its tasks"),
            Map.entry("observe -> channel", "the probes show which channels nothing flows through any more"),
            Map.entry(
                    "observe -> child",
                    "the probes show which child processes do not stay up, the meters what they count"),
            Map.entry("observe -> exec", "the probes show which programs do not stay up"),
            Map.entry("observe -> publish", "the meter trireme.tasks.published reads what the publisher counts"),
            Map.entry("observe -> control", "the probes show whether orders are followed"),
            Map.entry("observe -> schedule", "the probes and meters show what the role schedule does"),
            Map.entry("observe -> result", "the probes show what the part of the role state does that finds results"),
            Map.entry("observe -> state", "the probes and meters show what the role state does"),
            Map.entry("observe -> streams", "the probes show what phase a role on Kafka Streams is at"),
            Map.entry("schedule -> streams", "what the roles on Kafka Streams have in common is not written twice"),
            Map.entry("result -> streams", "what the roles on Kafka Streams have in common is not written twice"),
            Map.entry("state -> consume", "an exclusive handler is called under a shared lock"),
            Map.entry("state -> streams", "what the roles on Kafka Streams have in common is not written twice"));

    private static final Set<String> BANNED_ENDINGS = Set.of(
            "Util", "Utils", "Helper", "Helpers", "Manager", "Impl", "Base", "Abstract", "Common", "Data", "Info");

    /** The examples are compiled with the service; they are users, so they may use what they like. */
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/io/trireme/examples/"))
            .importUrl(Task.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void there_are_no_cycles_between_the_rooms() {
        SlicesRuleDefinition.slices()
                .matching("io.trireme.(*)..")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    @Test
    void every_room_uses_only_what_the_design_allows() {
        assertThat(edges().stream().filter(edge -> !isAllowed(edge)).toList())
                .as("edges that DESIGN.md does not know; a good one is listed in this test with its reason")
                .isEmpty();
    }

    @Test
    void every_further_edge_is_needed() {
        assertThat(edges()).containsAll(FURTHER.keySet());
    }

    @Test
    void no_file_is_longer_than_the_ceiling() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN_SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> lines(file) > LONGEST_FILE)
                            .toList())
                    .isEmpty();
        }
    }

    @Test
    void names_are_nouns_of_the_domain() {
        assertThat(topLevel()
                        .map(JavaClass::getSimpleName)
                        .filter(name -> name.startsWith("Abstract")
                                || BANNED_ENDINGS.stream().anyMatch(name::endsWith))
                        .toList())
                .isEmpty();
    }

    @Test
    void at_most_half_of_the_types_are_public() {
        long all = topLevel().count();
        long open = topLevel()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();

        assertThat(open).as("public types of %d", all).isLessThanOrEqualTo(all / 2);
    }

    private static Stream<JavaClass> topLevel() {
        return MAIN.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"));
    }

    /** What uses what, as {@code room -> room}, each once. */
    private static Set<String> edges() {
        return MAIN.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> isOurs(dependency.getTargetClass()))
                .filter(dependency -> !room(dependency.getOriginClass()).equals(room(dependency.getTargetClass())))
                .map(ArchitectureTest::edge)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String edge(Dependency dependency) {
        return room(dependency.getOriginClass()) + " -> " + room(dependency.getTargetClass());
    }

    private static boolean isAllowed(String edge) {
        String from = edge.substring(0, edge.indexOf(" -> "));
        String to = edge.substring(edge.indexOf(" -> ") + 4);
        if (from.equals(ROOT) || to.equals(APP)) {
            return false;
        }
        return from.equals(APP)
                || to.equals(ROOT)
                || !from.equals("wire")
                        && (FOR_ALL.contains(to)
                                || ALLOWED.getOrDefault(from, Set.of()).contains(to)
                                || FURTHER.containsKey(edge));
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals("io.trireme")
                || type.getPackageName().startsWith("io.trireme.");
    }

    /** The first part of the package below ours; the root's is empty. */
    private static String room(JavaClass type) {
        String below = type.getPackageName().substring("io.trireme".length());
        return below.isEmpty() ? ROOT : below.substring(1).split("\\.", 2)[0];
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
