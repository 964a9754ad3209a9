package org.counterpoint.recipe.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * By which settings an artifact is known: those that the artifacts of its kind have always been known by.
 *
 * @param later settings that are younger than artifacts that are still wanted: they count where they are given
 */
public record Known(NotGiven notGiven, Set<String> later) {
    /** By all, those at their defaults too: a default that changes makes other artifacts. */
    public static final Known COMPLETE = new Known(NotGiven.DEFAULT, Set.of());
    /** By all names, those that were not given as "none": a default that changes is a new version of the kind. */
    public static final Known NAMES = new Known(NotGiven.NONE, Set.of());
    /** By those alone that were given. */
    public static final Known GIVEN = new Known(NotGiven.LEFT_OUT, Set.of());

    /** What stands for a setting that was not given. */
    public enum NotGiven {
        DEFAULT,
        NONE,
        LEFT_OUT
    }

    /** The same but for these settings, which count where they are given. */
    public Known butFor(String... younger) {
        return new Known(notGiven, Set.of(younger));
    }

    /**
     * @param settings of the stage, without its inputs
     * @param given typed, by name
     */
    Values of(Iterable<Setting> settings, Map<String, ?> given) {
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        for (Setting setting : settings) {
            String name = setting.name();
            if (given.containsKey(name)) {
                known.put(name, given.get(name));
            } else if (notGiven != NotGiven.LEFT_OUT && !later.contains(name)) {
                known.put(name, notGiven == NotGiven.DEFAULT ? setting.defaultValue() : null);
            }
        }
        return new Values(known);
    }
}
