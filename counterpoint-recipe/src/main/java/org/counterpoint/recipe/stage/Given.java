package org.counterpoint.recipe.stage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.data.yaml.YamlPlace;
import org.jspecify.annotations.Nullable;

/**
 * What a recipe says of one stage in one arm, by the fields' names.
 *
 * @param stage the stage's name
 * @param place of the stage
 */
public record Given(String stage, YamlPlace place, Map<String, YamlNode> values) {
    public Given {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public @Nullable YamlNode get(String field) {
        return values.get(field);
    }

    /** Whether something stands there, and not nothing. */
    public boolean has(String field) {
        YamlNode value = values.get(field);
        return value != null && value.plain() != null;
    }

    /** The same with other values. */
    Given with(Map<String, YamlNode> others) {
        return new Given(stage, place, others);
    }

    /** The text of a scalar; null where there is none. */
    public @Nullable String text(String field) {
        return values.get(field) instanceof YamlNode.Scalar scalar && !scalar.isNull() ? scalar.text() : null;
    }

    /** Where a field was given, or else the stage. */
    public YamlPlace placeOf(String field) {
        YamlNode value = values.get(field);
        return value == null ? place : value.place();
    }
}
