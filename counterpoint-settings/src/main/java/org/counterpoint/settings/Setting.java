package org.counterpoint.settings;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One setting.
 *
 * @param name dotted where it is nested
 * @param defaultValue the value where the user gives none; null where that means "none"
 * @param meaning a few words for a person
 * @param label what stands for a value in a command's help, such as {@code FILE}
 */
public record Setting(
        String name, SettingType type, @Nullable Object defaultValue, String meaning, String label) {

    /** With the label of its type. */
    public Setting(String name, SettingType type, @Nullable Object defaultValue, String meaning) {
        this(name, type, defaultValue, meaning, label(type));
    }

    private static String label(SettingType type) {
        if (type instanceof SettingType.Paths) {
            return "FILE";
        }
        return type instanceof SettingType.Whole || type instanceof SettingType.Real ? "N" : "TEXT";
    }

    /** The same, with another label. */
    public Setting labelled(String other) {
        return new Setting(name, type, defaultValue, meaning, other);
    }

    public static Setting real(String name, Range range, @Nullable Double defaultValue, String meaning) {
        return new Setting(name, new SettingType.Real(range), defaultValue, meaning);
    }

    /** A whole number that fits an {@code int}. */
    public static Setting whole(String name, long low, @Nullable Long defaultValue, String meaning) {
        return new Setting(name, new SettingType.Whole(low, Integer.MAX_VALUE), defaultValue, meaning);
    }

    /** Any whole number of 64 bits. */
    public static Setting seed(String name, @Nullable Long defaultValue, String meaning) {
        return new Setting(name, new SettingType.Whole(Long.MIN_VALUE, Long.MAX_VALUE), defaultValue, meaning);
    }

    public static Setting word(String name, List<String> words, @Nullable String defaultValue, String meaning) {
        return new Setting(name, new SettingType.Word(words), defaultValue, meaning);
    }

    /** One of an enum's constants by its {@link #wireName}. */
    public static <E extends Enum<E>> Setting choice(String name, E defaultValue, String meaning) {
        return word(name, wireNames(defaultValue.getDeclaringClass()), wireName(defaultValue), meaning);
    }

    public static Setting flag(String name, String meaning) {
        return new Setting(name, new SettingType.Flag(), false, meaning);
    }

    public static Setting text(String name, @Nullable String defaultValue, String meaning) {
        return new Setting(name, new SettingType.Text(), defaultValue, meaning);
    }

    /** A list, empty where none is given. */
    public static Setting list(String name, SettingType items, String meaning) {
        return new Setting(name, items, List.of(), meaning);
    }

    Setting under(String block) {
        return new Setting(block + "." + name, type, defaultValue, meaning, label);
    }

    /** A constant's name in files and on command lines: in lower case, words apart by {@code _}. */
    public static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    public static List<String> wireNames(Class<? extends Enum<?>> type) {
        return Stream.of(type.getEnumConstants()).map(Setting::wireName).toList();
    }
}
