package org.counterpoint.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.data.yaml.YamlPlace;

/**
 * One thing in which arms differ.
 *
 * @param name a setting's, or a free one where the points have several settings
 * @param points settings by the label that names them in an arm
 */
public record Axis(String name, YamlPlace place, Map<String, YamlNode.Mapping> points) {
    public Axis {
        points = Collections.unmodifiableMap(new LinkedHashMap<>(points));
    }
}
