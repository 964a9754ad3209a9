package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.train.plan.MachineRates;
import org.counterpoint.train.plan.TrainingPlan;
import org.jspecify.annotations.Nullable;

/** A kind of stage: a function of its inputs, its settings and a seed that writes an artifact. */
public interface StageKind {

    /** What a recipe calls it. */
    String name();

    /** What it does, in a few words for a person. */
    String meaning();

    /** Counted up whenever the same inputs and settings come out differently, so that old artifacts are made anew. */
    int version();

    List<Field> fields();

    /** What it gives, by name; the first is meant where a recipe names none. */
    Map<String, Output> outputs();

    /** The field's full name, where a shorter one may be written. */
    default String canonical(String field) {
        return field;
    }

    /** Whether a setting of the recipe's defaults means anything to a stage with these values. */
    default boolean uses(String field, Given given) {
        return true;
    }

    /** Whether its artifact holds what its inputs are called, so that another name makes it another. */
    default boolean namesInputs() {
        return false;
    }

    /** Settings that say how the work is done and change nothing of what comes out: other values make no other artifact. */
    default Set<String> incidental() {
        return Set.of();
    }

    /** Settings that may name a file, whose content then decides what comes out as an input's does. */
    default Set<String> files() {
        return Set.of();
    }

    /**
     * Looks for what must be there when the work begins, such as a key; asked before a run does anything.
     *
     * @throws org.counterpoint.data.InputException where it is not there
     */
    default void ready(Map<String, @Nullable Object> settings) {}

    /** Files of the artifact, by the beginning of their names, that may be deleted when it is done: no part of it. */
    default List<String> leftovers() {
        return List.of();
    }

    /** Checks and completes what a recipe says; faults are reported, and planning goes on to find the others. */
    default Map<String, @Nullable Object> read(Given given, YamlFaults faults) {
        return FieldReader.read(fields(), given, faults);
    }

    /**
     * Whose answers it will give, as far as that is known before it runs; empty where it is not.
     *
     * @param inputs by field
     */
    default Set<String> models(Map<String, @Nullable Object> settings, Map<String, List<Supply>> inputs) {
        return Set.of();
    }

    /** Checks the settings of one task against what it will take; asked once all stages before it are planned. */
    default void check(
            Given given, Map<String, @Nullable Object> settings, Map<String, List<Supply>> inputs, YamlFaults faults) {}

    /** A guess at what it costs and gives, from sizes alone. */
    default Forecast forecast(Expected expected) {
        return Forecast.rows(Map.of(), 0, 1);
    }

    /**
     * What a training stage will take of this machine; nothing of other stages, and where that cannot be told yet.
     *
     * @param machine what there is
     */
    default Optional<TrainingPlan> plan(Expected expected, MachineRates machine) {
        return Optional.empty();
    }

    /**
     * Does the work in an empty folder, or in one that an earlier process left with the same work unfinished.
     *
     * @throws org.counterpoint.data.InputException where what the user gave cannot be used
     */
    void run(StageRun run) throws IOException;
}
