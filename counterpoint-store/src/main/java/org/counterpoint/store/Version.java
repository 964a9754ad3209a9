package org.counterpoint.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The program's version, which the build wrote beside this class: the only one there is. */
public final class Version {
    private static final String CURRENT = read();

    private Version() {}

    /** Such as {@code 0.1.0}, or {@code 0.1.0 (commit 1a2b3c4)} where it was built from a clone. */
    public static String current() {
        return CURRENT;
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words(properties.getProperty("version", "unknown"), properties.getProperty("commit", ""));
    }

    static String words(String version, String commit) {
        boolean known = !commit.isBlank() && !commit.contains("{");
        return known ? version + " (commit " + commit.strip() + ")" : version;
    }
}
