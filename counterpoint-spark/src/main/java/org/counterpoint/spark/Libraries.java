package org.counterpoint.spark;

/**
 * Whether a cluster was given what Counterpoint consists of. Knows nothing but Java, as it may be all there is: {@code
 * spark-submit} takes the jar of this room alone as well.
 */
final class Libraries {
    static final String MEND =
            "Give spark-submit everything in lib of the archive: --jars \"$(ls lib/*.jar | paste -sd,)\""
                    + " (docs/spark.md).";

    private Libraries() {}

    /** @throws IllegalStateException where they are missing, which ends the application with these words */
    static void require() {
        require("org.counterpoint.app.Main");
    }

    static void require(String type) {
        try {
            Class.forName(type, false, Libraries.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "Counterpoint's libraries are not there (" + type + " is missing).\n" + MEND, e);
        }
    }
}
