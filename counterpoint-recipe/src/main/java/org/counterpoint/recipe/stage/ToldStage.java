package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.settings.Values;
import org.counterpoint.train.plan.MachineRates;
import org.counterpoint.train.plan.TrainingPlan;

/**
 * A kind of stage with what it is told and what it takes.
 *
 * @param inputs by field; whether they are made yet does not matter
 */
public record ToldStage<T>(StageKind<T> kind, T choices, Map<String, List<InputFile>> inputs) {

    /** @param settings as they were read, without faults */
    public static <T> ToldStage<T> of(StageKind<T> kind, Values settings, Map<String, List<InputFile>> inputs) {
        return new ToldStage<>(kind, kind.form().choices(settings, inputs), inputs);
    }

    /** See {@link StageKind#ready}. */
    public void ready() {
        kind.ready(choices);
    }

    /**
     * See {@link StageKind#forecast}.
     *
     * @param sizes of the inputs, by field
     */
    public Forecast forecast(Map<String, List<Size>> sizes) {
        return kind.forecast(new Expected<>(choices, sizes));
    }

    /** See {@link StageKind#plan}. */
    public Optional<TrainingPlan> plan(Map<String, List<Size>> sizes, MachineRates machine) {
        return kind.plan(new Expected<>(choices, sizes), machine);
    }

    /**
     * See {@link StageKind#run}.
     *
     * @param name of the stage and its arm, for messages
     */
    public void run(String name, Workplace place) throws IOException {
        kind.run(new StageRun<>(name, choices, inputs, place));
    }
}
