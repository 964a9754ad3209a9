package org.counterpoint.data.yaml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Suggestions;
import org.jspecify.annotations.Nullable;

/**
 * A mapping's values by name, each checked as it is taken. A wrong one is a fault and counts as absent, so that the
 * reading goes on to the next; names that nobody asked for are faults at {@link #end}.
 */
public final class YamlFields {
    private final YamlNode.Mapping mapping;
    private final String prefix;
    private final YamlFaults faults;
    private final Set<String> asked = new LinkedHashSet<>();

    /** @param path of the mapping, dotted; empty for the file itself */
    public YamlFields(YamlNode.Mapping mapping, String path, YamlFaults faults) {
        this.mapping = mapping;
        this.prefix = path.isEmpty() ? "" : path + ".";
        this.faults = faults;
    }

    public YamlPlace place() {
        return mapping.place();
    }

    /** Where the value of this name stands; the mapping's place where there is none. */
    public YamlPlace place(String name) {
        YamlNode.Entry entry = mapping.entries().get(name);
        return entry == null ? mapping.place() : entry.value().place();
    }

    /** The value of this name; null where there is none or it is empty. */
    public @Nullable YamlNode node(String name) {
        asked.add(name);
        YamlNode.Entry entry = mapping.entries().get(name);
        return entry == null || entry.value().plain() == null ? null : entry.value();
    }

    /** Text; a number or a truth value is taken as it is written. */
    public @Nullable String text(String name) {
        YamlNode node = node(name);
        if (node == null) {
            return null;
        }
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text();
        }
        return wrong(node, name, "text");
    }

    /** Text that must be there and not be blank. */
    public @Nullable String requiredText(String name) {
        String text = text(name);
        if (node(name) == null || (text != null && text.isBlank())) {
            missing(name);
            return null;
        }
        return text;
    }

    /** One of these words. */
    public @Nullable String oneOf(String name, List<String> words) {
        String word = text(name);
        if (word == null || words.contains(word)) {
            return word;
        }
        fault(name, "is " + word + "; it must be one of " + String.join(", ", words) + Suggestions.meant(word, words));
        return null;
    }

    public @Nullable Integer whole(String name, int least, int most) {
        Long value = whole(name, (long) least, most);
        return value == null ? null : Math.toIntExact(value);
    }

    public @Nullable Long whole(String name, long least, long most) {
        return typed(name, new SettingType.Whole(least, most)::read);
    }

    public @Nullable Double number(String name, double least, double most) {
        return typed(name, new SettingType.Real(Range.between(least, most))::read);
    }

    public @Nullable Boolean truth(String name) {
        return typed(name, new SettingType.Flag()::read);
    }

    /** A value as settings are read everywhere. */
    private <T> @Nullable T typed(String name, Function<Object, T> type) {
        YamlNode node = node(name);
        if (node == null) {
            return null;
        }
        try {
            return type.apply(Objects.requireNonNull(node.plain(), "what is nothing is no node"));
        } catch (IllegalArgumentException e) {
            return wrong(node, name, String.valueOf(e.getMessage()));
        }
    }

    public @Nullable YamlFields mapping(String name) {
        YamlNode node = node(name);
        if (node == null) {
            return null;
        }
        if (node instanceof YamlNode.Mapping inner) {
            return new YamlFields(inner, prefix + name, faults);
        }
        return wrong(node, name, "a mapping of names to values");
    }

    /** A list of mappings; empty where there is none. */
    public List<YamlFields> mappings(String name) {
        YamlNode node = node(name);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof YamlNode.Sequence sequence)) {
            wrong(node, name, "a list");
            return List.of();
        }
        List<YamlFields> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            String path = name + "[" + i + "]";
            if (sequence.items().get(i) instanceof YamlNode.Mapping inner) {
                items.add(new YamlFields(inner, prefix + path, faults));
            } else {
                wrong(sequence.items().get(i), path, "a mapping of names to values");
            }
        }
        return items;
    }

    /** Says that the value of this name is wrong. */
    public void fault(String name, String text) {
        faults.add(place(name), prefix + name + " " + text);
    }

    public void missing(String name) {
        YamlNode.Entry entry = mapping.entries().get(name);
        faults.add(place(name), prefix + name + (entry == null ? " is missing" : " is empty; it must say something"));
    }

    /** Reports every name that was not asked for, and returns the faults so far. */
    public YamlFaults end() {
        mapping.entries().forEach((name, entry) -> {
            if (!asked.contains(name)) {
                faults.add(
                        entry.name(),
                        prefix + name + " is not known here" + Suggestions.meant(name, asked) + " (there are: "
                                + String.join(", ", asked) + ")");
            }
        });
        return faults;
    }

    private <T> @Nullable T wrong(YamlNode node, String name, String expected) {
        faults.add(node.place(), prefix + name + " must be " + expected + " (it is " + node.describe() + ")");
        return null;
    }
}
