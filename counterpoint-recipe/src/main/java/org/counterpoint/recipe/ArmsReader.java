package org.counterpoint.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.data.yaml.YamlPlace;

/**
 * Reads {@code arms}: a mapping of axes, each a setting with a list of values or a free name with named settings; or a
 * list of settings, one an arm.
 */
final class ArmsReader {
    private static final String NAME = "name";

    private final String stage;
    private final YamlFaults faults;

    /** @param stage whose arms they are; it names the axis of a list */
    ArmsReader(String stage, YamlFaults faults) {
        this.stage = stage;
        this.faults = faults;
    }

    List<Axis> read(YamlNode arms) {
        List<Axis> axes = new ArrayList<>();
        if (arms instanceof YamlNode.Sequence items) {
            axes.add(listed(stage, items.place(), items));
        } else if (arms instanceof YamlNode.Mapping fields) {
            fields.entries().forEach((name, entry) -> {
                if (entry.value() instanceof YamlNode.Sequence values) {
                    axes.add(valued(name, entry.name(), values));
                } else if (entry.value() instanceof YamlNode.Mapping points) {
                    axes.add(named(name, entry.name(), points));
                } else {
                    faults.add(
                            entry.value().place(),
                            "the arms of " + name
                                    + " must be a list of values or a mapping of names to settings (it is "
                                    + entry.value().describe() + ")");
                }
            });
        } else {
            faults.add(arms.place(), "arms must be a mapping or a list (it is " + arms.describe() + ")");
        }
        axes.stream()
                .filter(axis -> axis.points().isEmpty())
                .forEach(axis -> faults.add(axis.place(), "the arms of " + axis.name() + " are empty"));
        return axes.stream().filter(axis -> !axis.points().isEmpty()).toList();
    }

    private Axis listed(String axis, YamlPlace place, YamlNode.Sequence items) {
        Map<String, YamlNode.Mapping> points = new LinkedHashMap<>();
        for (YamlNode item : items.items()) {
            if (!(item instanceof YamlNode.Mapping settings)) {
                faults.add(item.place(), "an arm must be a mapping of settings (it is " + item.describe() + ")");
                continue;
            }
            Map<String, YamlNode.Entry> rest = new LinkedHashMap<>(settings.entries());
            YamlNode.Entry name = rest.remove(NAME);
            YamlNode.Mapping own = new YamlNode.Mapping(settings.place(), rest);
            put(points, name == null ? label(own) : text(name.value()), own);
        }
        return new Axis(axis, place, points);
    }

    /** {@code method: [sft, dpo]}; a value that is itself a mapping of settings needs names, so {@link #named}. */
    private Axis valued(String setting, YamlPlace place, YamlNode.Sequence values) {
        Map<String, YamlNode.Mapping> points = new LinkedHashMap<>();
        for (YamlNode value : values.items()) {
            YamlNode.Mapping point =
                    new YamlNode.Mapping(value.place(), Map.of(setting, new YamlNode.Entry(value.place(), value)));
            put(points, label(point), point);
        }
        return new Axis(setting, place, points);
    }

    private Axis named(String axis, YamlPlace place, YamlNode.Mapping named) {
        Map<String, YamlNode.Mapping> points = new LinkedHashMap<>();
        named.entries().forEach((label, entry) -> {
            if (entry.value() instanceof YamlNode.Mapping settings) {
                put(points, label, settings);
            } else if (entry.value() instanceof YamlNode.Scalar scalar && scalar.isNull()) {
                put(points, label, new YamlNode.Mapping(scalar.place(), Map.of()));
            } else {
                faults.add(
                        entry.value().place(),
                        "the arm " + label + " must be a mapping of settings (it is "
                                + entry.value().describe() + ")");
            }
        });
        return new Axis(axis, place, points);
    }

    private void put(Map<String, YamlNode.Mapping> points, String label, YamlNode.Mapping settings) {
        String name = label.replaceAll("[^A-Za-z0-9.+=_-]+", "-");
        if (name.isEmpty() || name.startsWith(".") || name.length() > 80) {
            faults.add(settings.place(), "'" + label + "' cannot name an arm; give it a name: NAME of letters");
        } else if (points.putIfAbsent(name, settings) != null) {
            faults.add(settings.place(), "two arms are called " + name + "; give each a name of its own");
        }
    }

    /** Words stand for themselves, numbers and truth values bear their setting's name. */
    private static String label(YamlNode.Mapping settings) {
        StringJoiner label = new StringJoiner("-");
        settings.entries().forEach((name, entry) -> {
            String text = text(entry.value());
            boolean word = text.matches("[A-Za-z].*") && !text.equals("true") && !text.equals("false");
            label.add(word ? text : name + text);
        });
        return label.toString();
    }

    private static String text(YamlNode tree) {
        if (tree instanceof YamlNode.Scalar scalar) {
            return scalar.text();
        }
        StringJoiner parts = new StringJoiner("-");
        if (tree instanceof YamlNode.Sequence items) {
            items.items().forEach(item -> parts.add(text(item)));
        } else if (tree instanceof YamlNode.Mapping fields) {
            fields.entries().values().forEach(entry -> parts.add(text(entry.value())));
        }
        return parts.toString();
    }
}
