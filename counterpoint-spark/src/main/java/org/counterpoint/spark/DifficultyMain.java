package org.counterpoint.spark;

/** {@code spark-submit --class org.counterpoint.spark.DifficultyMain … counterpoint-spark.jar OPTIONS}: those of {@code difficulty}. */
public final class DifficultyMain {
    private DifficultyMain() {}

    public static void main(String[] args) {
        Libraries.require();
        Submitted.run("difficulty", args);
    }
}
