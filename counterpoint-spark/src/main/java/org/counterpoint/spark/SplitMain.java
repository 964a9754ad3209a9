package org.counterpoint.spark;

/** {@code spark-submit --class org.counterpoint.spark.SplitMain … counterpoint-spark.jar OPTIONS}: those of {@code split}. */
public final class SplitMain {
    private SplitMain() {}

    public static void main(String[] args) {
        Libraries.require();
        Submitted.run("split", args);
    }
}
