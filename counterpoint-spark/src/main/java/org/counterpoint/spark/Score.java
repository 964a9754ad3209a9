package org.counterpoint.spark;

/** {@code spark-submit --class org.counterpoint.spark.Score … counterpoint-spark.jar OPTIONS}: those of {@code score}. */
public final class Score {
    private Score() {}

    public static void main(String[] args) {
        Submitted.run("score", args);
    }
}
