package org.counterpoint.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a record's settings: names, types, ranges, defaults and meaning, what must hold among them, and
 * how the record is made of them.
 *
 * @param <T> what the settings are read into
 */
public final class Schema<T> {

    /** What must hold among settings that are each right by themselves. */
    @FunctionalInterface
    public interface Rule {
        /**
         * @param given what the user gave, without defaults
         * @param faults takes a setting's name and what is wrong
         */
        void check(Values given, BiConsumer<String, String> faults);
    }

    /** Characters of a wrong value that a message shows. */
    private static final int SHOWN = 60;

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Function<Values, ? extends T> constructor;
    private final Rule rule;
    private final Function<String, String> unknown;

    /** @param constructor makes the record of complete, checked values */
    public Schema(List<Setting> settings, Function<Values, ? extends T> constructor) {
        this(settings, constructor, (given, faults) -> {}, name -> "");
    }

    private Schema(
            List<Setting> settings,
            Function<Values, ? extends T> constructor,
            Rule rule,
            Function<String, String> unknown) {
        settings.forEach(setting -> this.settings.put(setting.name(), setting));
        this.constructor = constructor;
        this.rule = rule;
        this.unknown = unknown;
    }

    /** The same, with one more thing that must hold. */
    public Schema<T> with(Rule more) {
        return new Schema<>(
                list(),
                constructor,
                (given, faults) -> {
                    rule.check(given, faults);
                    more.check(given, faults);
                },
                unknown);
    }

    /** The same with a setting in place of that of its name. */
    public Schema<T> with(Setting other) {
        return new Schema<>(
                list().stream()
                        .map(setting -> setting.name().equals(other.name()) ? other : setting)
                        .toList(),
                constructor,
                rule,
                unknown);
    }

    /** The same without a setting, of which there is never a value. */
    public Schema<T> without(String name) {
        return new Schema<>(
                list().stream().filter(setting -> !setting.name().equals(name)).toList(), constructor, rule, unknown);
    }

    /** @param words what is to be said of a name that there is none of; empty for the usual */
    public Schema<T> withUnknown(Function<String, String> words) {
        return new Schema<>(list(), constructor, rule, words);
    }

    /** The same settings as a block of others: {@code drop} becomes {@code choose.drop}. */
    public Schema<T> under(String block) {
        return new Schema<>(
                list().stream().map(setting -> setting.under(block)).toList(),
                values -> constructor.apply(values.within(block)),
                (given, faults) -> rule.check(
                        given.within(block),
                        (name, message) -> faults.accept(block + "." + name, block + "." + message)),
                unknown);
    }

    /** By name, in the order in which they are listed. */
    public Map<String, Setting> settings() {
        return Collections.unmodifiableMap(settings);
    }

    private List<Setting> list() {
        return List.copyOf(settings.values());
    }

    /** Makes the record of complete, checked values, in which there may be others. */
    public T make(Values complete) {
        return constructor.apply(complete);
    }

    /** What must hold among settings that are each right: as a rule of a schema that has these settings too. */
    public void check(Values given, BiConsumer<String, String> faults) {
        rule.check(given, faults);
    }

    /** The record where every setting has its default. */
    public T defaults() {
        return read(Map.of()).orElseThrow(faults -> new IllegalStateException(faults.toString()));
    }

    /** @param given raw values by name, of YAML, JSON or a command line; null is none */
    public Reading<T> read(Map<String, ? extends @Nullable Object> given) {
        Map<String, @Nullable Object> typed = new LinkedHashMap<>();
        List<SettingFault> faults = new ArrayList<>();
        given.forEach((name, raw) -> {
            Setting setting = settings.get(name);
            if (setting == null) {
                faults.add(new SettingFault(name, unknown(name)));
            } else if (raw != null) {
                try {
                    typed.put(name, setting.type().read(raw));
                } catch (IllegalArgumentException e) {
                    faults.add(new SettingFault(
                            name, name + " must be " + e.getMessage() + " (it is " + shown(raw) + ")"));
                }
            }
        });
        // Of a value that could not be read it is known what is wrong; a rule would take it for one that was not given.
        Set<String> unread = faults.stream().map(SettingFault::name).collect(Collectors.toSet());
        rule.check(new Values(typed), (name, message) -> {
            if (!unread.contains(name)) {
                faults.add(new SettingFault(name, message));
            }
        });
        Map<String, @Nullable Object> complete = new LinkedHashMap<>();
        settings.forEach((name, setting) ->
                complete.put(name, typed.containsKey(name) ? typed.get(name) : setting.defaultValue()));
        return new Reading<>(new Values(complete), faults, constructor);
    }

    private static String shown(Object raw) {
        if (raw instanceof Map<?, ?>) {
            return "a mapping";
        }
        String text = raw instanceof Collection<?> ? "a list" : raw.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    private String unknown(String name) {
        String own = unknown.apply(name);
        return own.isEmpty() ? "there is no setting " + name + Suggestions.orAll(name, settings.keySet()) : own;
    }
}
