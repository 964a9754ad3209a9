package org.counterpoint.settings;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Settings as they were read.
 *
 * @param values complete: defaults stand for what is not given or is wrong
 * @param faults all of them; empty where nothing is wrong
 */
public record Reading<T>(Values values, List<SettingFault> faults, Function<Values, ? extends T> constructor) {
    public Reading {
        faults = List.copyOf(faults);
    }

    /**
     * The same, what is wrong with a setting said after the place that it was given at.
     *
     * @param place of a setting by its name; empty where nobody gave it
     */
    public Reading<T> saying(UnaryOperator<String> place) {
        return new Reading<>(
                values,
                faults.stream()
                        .map(fault -> {
                            String at = place.apply(fault.name());
                            return at.isEmpty() ? fault : new SettingFault(fault.name(), at + ": " + fault.message());
                        })
                        .toList(),
                constructor);
    }

    /**
     * The record.
     *
     * @param failure makes what is thrown where anything is wrong, of the messages
     */
    public T orElseThrow(Function<List<String>, ? extends RuntimeException> failure) {
        if (!faults.isEmpty()) {
            throw failure.apply(faults.stream().map(SettingFault::message).toList());
        }
        return constructor.apply(values);
    }
}
