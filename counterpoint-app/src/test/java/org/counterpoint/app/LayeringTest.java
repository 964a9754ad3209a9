package org.counterpoint.app;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house's rules: a room knows only the rooms below it, and some things are done in one place only. */
class LayeringTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.counterpoint");

    @Test
    void aRoomKnowsOnlyTheRoomsBelowIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.counterpoint..")
                .layer("data")
                .definedBy("org.counterpoint.data..")
                .layer("stats")
                .definedBy("org.counterpoint.stats..")
                .layer("chat")
                .definedBy("org.counterpoint.chat..")
                .layer("engine")
                .definedBy("org.counterpoint.engine..")
                .layer("pairs")
                .definedBy("org.counterpoint.pairs..")
                .layer("eval")
                .definedBy("org.counterpoint.eval..")
                .layer("train")
                .definedBy("org.counterpoint.train..")
                .layer("app")
                .definedBy("org.counterpoint.app..")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("train")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("pairs")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("eval")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("stats")
                .mayOnlyBeAccessedByLayers("pairs", "eval", "app")
                .whereLayer("chat")
                .mayOnlyBeAccessedByLayers("pairs", "eval", "app")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("train", "app")
                .whereLayer("data")
                .mayOnlyBeAccessedByLayers("chat", "pairs", "eval", "train", "app")
                .check(HOUSE);
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
