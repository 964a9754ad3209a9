package org.counterpoint.app;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house's rules: a room knows only the rooms below it, and some things are done in one place only. */
class LayeringTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.counterpoint");

    /** Each room, and the rooms that it may know. */
    private static final Map<String, Set<String>> KNOWS = Map.ofEntries(
            Map.entry("stats", Set.of()),
            Map.entry("jinja", Set.of()),
            Map.entry("settings", Set.of()),
            Map.entry("store", Set.of()),
            Map.entry("data", Set.of("settings", "store")),
            Map.entry("chat", Set.of("settings", "store", "data")),
            Map.entry("engine", Set.of("jinja", "store")),
            Map.entry("pairs", Set.of("settings", "store", "data", "chat", "stats")),
            Map.entry("eval", Set.of("settings", "store", "data", "chat", "stats")),
            Map.entry("train", Set.of("settings", "store", "data", "engine")),
            Map.entry("console", Set.of("store", "data", "engine", "pairs", "train")),
            Map.entry("answer", Set.of("settings", "store", "data", "chat", "engine", "eval", "console")),
            Map.entry("serve", Set.of("store", "data", "chat", "engine", "train", "answer", "report")),
            Map.entry("report", Set.of("store", "data", "stats", "pairs", "eval", "train")),
            Map.entry(
                    "recipe",
                    Set.of(
                            "settings",
                            "store",
                            "data",
                            "chat",
                            "stats",
                            "engine",
                            "pairs",
                            "eval",
                            "train",
                            "console",
                            "answer",
                            "report")),
            Map.entry("demo", Set.of("store", "data", "stats", "eval", "console", "report", "recipe")),
            Map.entry(
                    "app",
                    Set.of(
                            "settings",
                            "store",
                            "stats",
                            "jinja",
                            "data",
                            "chat",
                            "engine",
                            "pairs",
                            "eval",
                            "train",
                            "console",
                            "answer",
                            "serve",
                            "report",
                            "recipe",
                            "demo")));

    @Test
    void aRoomKnowsOnlyTheRoomsBelowIt() {
        Architectures.LayeredArchitecture house =
                layeredArchitecture().consideringOnlyDependenciesInAnyPackage("org.counterpoint..");
        for (String room : KNOWS.keySet()) {
            house = house.layer(room).definedBy("org.counterpoint." + room + "..");
        }
        for (Map.Entry<String, Set<String>> room : KNOWS.entrySet()) {
            Architectures.LayeredArchitecture.LayerDependencySpecification layer = house.whereLayer(room.getKey());
            house = room.getValue().isEmpty()
                    ? layer.mayNotAccessAnyLayer()
                    : layer.mayOnlyAccessLayers(room.getValue().toArray(String[]::new));
        }
        house.check(HOUSE);
    }

    @Test
    void onlyTheEngineTouchesNativeLibraries() {
        noClasses()
                .that(resideOutsideOfPackage("org.counterpoint.engine.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.bytedeco..", "ai.djl.."))
                .because("a pointer must not leave the engine")
                .check(HOUSE);
    }

    @Test
    void theCoreOfPairsKnowsNoFilesAndNoThreads() {
        noClasses()
                .that(resideInAnyPackage("org.counterpoint.pairs.core.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.nio.file..",
                        "java.util.concurrent",
                        "java.util.concurrent.locks",
                        "org.counterpoint.data.forms..",
                        "org.counterpoint.data.rows..",
                        "org.counterpoint.data.spill..",
                        "org.counterpoint.data.work..",
                        "org.counterpoint.data.write..",
                        "org.counterpoint.pairs",
                        "org.counterpoint.pairs.local.."))
                .orShould()
                .dependOnClassesThat(assignableTo(Thread.class))
                .because("one thread, many, and a cluster do the same with a group")
                .check(HOUSE);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .because("whoever calls a room as a library wants an exception")
                .check(HOUSE);
    }

    @Test
    void aNameMeansOneThingInTheHouse() throws IOException {
        Map<String, List<Path>> byName = new HashMap<>();
        try (DirectoryStream<Path> rooms = Files.newDirectoryStream(Path.of(".."), "counterpoint-*")) {
            for (Path room : rooms) {
                Path sources = room.resolve("src/main/java");
                try (Stream<Path> files = Files.isDirectory(sources) ? Files.walk(sources) : Stream.empty()) {
                    files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                            .forEach(file -> byName.computeIfAbsent(
                                            String.valueOf(file.getFileName()), name -> new ArrayList<>())
                                    .add(file));
                }
            }
        }
        assertThat(byName).hasSizeGreaterThan(500);
        byName.values().removeIf(types -> types.size() == 1);
        assertThat(byName).as("types of one name").isEmpty();
    }

    @Test
    void everyPackageRefusesNullUnlessItSaysOtherwise() {
        classes().that(alwaysTrue()).should(liveInANullMarkedPackage()).check(HOUSE);
    }

    @Test
    void onlyTheFrontDoorAndTheConsoleSpeakToTheStandardStreams() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("results, notes and logs go through the console and the logger")
                .check(HOUSE);
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package marked @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                if (!marked) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getPackageName() + " has no package-info.java marked @NullMarked"));
                }
            }
        };
    }
}
