package org.counterpoint.pairs.choose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;

/** A block of settings being read: text from a command line, or values from a recipe; all faults are said at once. */
final class SettingValues {
    private final String block;
    private final Map<String, ?> values;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<String> faults = new ArrayList<>();

    SettingValues(String block, Map<String, ?> values) {
        this.block = block;
        this.values = values;
    }

    /** A list, or a text with commas between its items. */
    List<String> list(String name) {
        known.add(name);
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        Collection<?> items = value instanceof Collection<?> several
                ? several
                : Arrays.asList(value.toString().split(","));
        return items.stream()
                .map(item -> item.toString().strip())
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** A list of names, each taken by the name that it means; one that means nothing is a fault. */
    List<String> list(String name, Function<String, Optional<String>> meaning, Supplier<Collection<String>> all) {
        List<String> meant = new ArrayList<>();
        for (String item : list(name)) {
            meaning.apply(item)
                    .ifPresentOrElse(
                            meant::add,
                            () -> faults.add(block + "." + name + " knows no \"" + item + "\"; there are "
                                    + String.join(", ", all.get())));
        }
        return meant;
    }

    int integer(String name, int otherwise, int least) {
        return (int) number(name, otherwise, least, Integer.MAX_VALUE, true);
    }

    double number(String name, double otherwise, double least, double most) {
        return number(name, otherwise, least, most, false);
    }

    long seed(String name) {
        return (long) number(name, 0, Long.MIN_VALUE, Long.MAX_VALUE, true);
    }

    private double number(String name, double otherwise, double least, double most, boolean whole) {
        known.add(name);
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(value.toString().strip());
            if (number >= least && number <= most && (!whole || number == Math.rint(number))) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the other numbers that will not do
        }
        String range = most >= Integer.MAX_VALUE
                ? least <= Long.MIN_VALUE ? "" : " of at least " + plain(least)
                : " from " + plain(least) + " to " + plain(most);
        faults.add(block + "." + name + " is \"" + value + "\"; give a " + (whole ? "whole " : "") + "number" + range);
        return otherwise;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    boolean flag(String name) {
        known.add(name);
        Object value = values.get(name);
        if (value == null || "false".equals(value.toString())) {
            return false;
        }
        if (!"true".equals(value.toString())) {
            faults.add(block + "." + name + " is \"" + value + "\"; give true or false");
        }
        return true;
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        known.add(name);
        Object value = values.get(name);
        return value == null ? otherwise : choice(name, value.toString().strip(), type, otherwise);
    }

    <E extends Enum<E>> Set<E> choices(String name, Class<E> type, E otherwise) {
        Set<E> chosen = new LinkedHashSet<>();
        for (String item : list(name)) {
            chosen.add(choice(name, item, type, otherwise));
        }
        return chosen;
    }

    /** The value, of a setting that nobody gives. */
    <T> T knowing(String name, T value) {
        known.add(name);
        return value;
    }

    private <E extends Enum<E>> E choice(String name, String value, Class<E> type, E otherwise) {
        for (E each : type.getEnumConstants()) {
            if (wire(each).equals(value.replace('-', '_'))) {
                return each;
            }
        }
        faults.add(block + "." + name + " knows no \"" + value + "\"; there are "
                + Arrays.stream(type.getEnumConstants())
                        .map(SettingValues::wire)
                        .collect(Collectors.joining(", ")));
        return otherwise;
    }

    /** An enum constant's name in files and on command lines. */
    static String wire(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** @throws InputException with every fault found, and with every name that nobody asked for */
    void finish() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                faults.add("there is no setting " + block + "." + name + "; there are " + String.join(", ", known));
            }
        }
        if (!faults.isEmpty()) {
            throw new InputException(String.join("\n", faults) + ".");
        }
    }
}
