package org.counterpoint.recipe.stage;

import java.util.List;
import java.util.Map;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.settings.Values;

/**
 * What a recipe may say of a kind of stage, and how it is read.
 *
 * @param <T> what the stage is told, as a record
 */
public interface StageForm<T> {

    List<Field> fields();

    /**
     * Checks what a recipe says; faults are reported, and planning goes on to find the others.
     *
     * @return the settings by which an artifact is known: of wrong ones there is none
     */
    Values read(Given given, YamlFaults faults);

    /**
     * What the stage is told.
     *
     * @param settings as they were read, without faults
     * @param inputs by field; those that have the name of a setting of files stand for it
     */
    T choices(Values settings, Map<String, List<InputFile>> inputs);
}
