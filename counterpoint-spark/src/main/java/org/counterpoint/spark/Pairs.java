package org.counterpoint.spark;

/** {@code spark-submit --class org.counterpoint.spark.Pairs … counterpoint-spark.jar OPTIONS}: those of {@code pairs}. */
public final class Pairs {
    private Pairs() {}

    public static void main(String[] args) {
        Submitted.run("pairs", args);
    }
}
