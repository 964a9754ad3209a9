package org.counterpoint.train.settings;

/**
 * Something wrong with a setting.
 *
 * @param path the setting's name, known or not
 * @param message what, and how to mend it
 */
public record SettingFault(String path, String message) {}
