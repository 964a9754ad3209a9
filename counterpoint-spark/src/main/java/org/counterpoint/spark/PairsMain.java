package org.counterpoint.spark;

/** {@code spark-submit --class org.counterpoint.spark.PairsMain … counterpoint-spark.jar OPTIONS}: those of {@code pairs}. */
public final class PairsMain {
    private PairsMain() {}

    public static void main(String[] args) {
        Libraries.require();
        Submitted.run("pairs", args);
    }
}
