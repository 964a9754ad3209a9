package org.counterpoint.spark;

/** {@code spark-submit --class org.counterpoint.spark.ScoreMain … counterpoint-spark.jar OPTIONS}: those of {@code score}. */
public final class ScoreMain {
    private ScoreMain() {}

    public static void main(String[] args) {
        Libraries.require();
        Submitted.run("score", args);
    }
}
