package org.counterpoint.spark;

/** {@code spark-submit --class org.counterpoint.spark.Split … counterpoint-spark.jar OPTIONS}: those of {@code split}. */
public final class Split {
    private Split() {}

    public static void main(String[] args) {
        Submitted.run("split", args);
    }
}
