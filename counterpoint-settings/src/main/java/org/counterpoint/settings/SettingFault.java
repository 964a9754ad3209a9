package org.counterpoint.settings;

/**
 * Something wrong with a setting.
 *
 * @param name the setting's, known or not
 * @param message what, and how to mend it
 */
public record SettingFault(String name, String message) {}
