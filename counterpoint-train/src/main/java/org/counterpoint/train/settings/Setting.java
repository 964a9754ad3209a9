package org.counterpoint.train.settings;

import org.jspecify.annotations.Nullable;

/**
 * One setting.
 *
 * @param path its name, dotted where it is nested
 * @param defaultValue the value where the user gives none; null where that means "none"
 * @param meaning a few words for a person
 */
public record Setting(
        String path, SettingType type, @Nullable Object defaultValue, String meaning) {}
