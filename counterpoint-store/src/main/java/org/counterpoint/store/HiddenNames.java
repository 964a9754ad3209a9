package org.counterpoint.store;

import java.util.regex.Pattern;

/** The names under which outputs grow hidden, and what a person calls them: by the names that they were to have. */
public final class HiddenNames {
    /** After a dot and the name of an output that grows in a folder of its own; a random UUID follows. */
    public static final String PARTIAL = ".partial-";

    private static final String UUID = "-?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String START = "(?<![^/\\\\\\s])";

    /** A file that is the output itself has its name within the folder once more. */
    private static final Pattern GROWING =
            Pattern.compile(START + "\\.([^/\\\\]+?)\\.partial-" + UUID + "(?:[/\\\\]\\1(?![^:\\s]))?");

    private static final Pattern BESIDE_WITH_ID =
            Pattern.compile(START + Pattern.quote(WholeFolder.TEMPORARY) + "([^/\\\\]+?)" + UUID);
    private static final Pattern BESIDE = Pattern.compile(START + Pattern.quote(WholeFolder.TEMPORARY));

    private HiddenNames() {}

    /** Words with every hidden name in them replaced by that of the output. */
    public static String shown(String words) {
        String shown = GROWING.matcher(words).replaceAll("$1");
        return BESIDE.matcher(BESIDE_WITH_ID.matcher(shown).replaceAll("$1")).replaceAll("");
    }
}
