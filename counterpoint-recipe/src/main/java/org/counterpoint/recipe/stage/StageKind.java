package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.settings.Values;
import org.counterpoint.train.plan.MachineRates;
import org.counterpoint.train.plan.TrainingPlan;

/**
 * A kind of stage: a function of its inputs, its settings and a seed that writes an artifact.
 *
 * @param <T> what it is told, as a record
 */
public interface StageKind<T> {

    /** What a recipe calls it. */
    String name();

    /** What it does, in a few words for a person. */
    String meaning();

    /** Counted up whenever the same inputs and settings come out differently, so that old artifacts are made anew. */
    int version();

    /** What a recipe may say of it. */
    StageForm<T> form();

    default List<Field> fields() {
        return form().fields();
    }

    /** Whether rows are read from an input, of a file or of a folder of them. */
    default boolean readsRows(String field) {
        return fields().stream()
                .anyMatch(
                        one -> one instanceof Field.Input input && input.name().equals(field) && input.takesRows());
    }

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
    default void ready(T choices) {}

    /** Files of the artifact, by the beginning of their names, that may be deleted when it is done: no part of it. */
    default List<String> leftovers() {
        return List.of();
    }

    /**
     * Whose answers it will give, as far as that is known before it runs; empty where it is not.
     *
     * @param inputs by field
     */
    default Set<String> models(Values settings, Map<String, List<Supply>> inputs) {
        return Set.of();
    }

    /** Checks the settings of one task against what it will take; asked once all stages before it are planned. */
    default void check(Given given, Values settings, Map<String, List<Supply>> inputs, YamlFaults faults) {}

    /** A guess at what it costs and gives, from sizes alone. */
    default Forecast forecast(Expected<T> expected) {
        return Forecast.rows(Map.of(), 0, 1);
    }

    /**
     * What a training stage will take of this machine; nothing of other stages, and where that cannot be told yet.
     *
     * @param machine what there is
     */
    default Optional<TrainingPlan> plan(Expected<T> expected, MachineRates machine) {
        return Optional.empty();
    }

    /**
     * Does the work in an empty folder, or in one that an earlier process left with the same work unfinished.
     *
     * @throws org.counterpoint.data.InputException where what the user gave cannot be used
     */
    void run(StageRun<T> run) throws IOException;
}
