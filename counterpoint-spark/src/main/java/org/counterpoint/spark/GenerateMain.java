package org.counterpoint.spark;

/** {@code spark-submit --class org.counterpoint.spark.GenerateMain … counterpoint-spark.jar OPTIONS}: those of {@code generate}. */
public final class GenerateMain {
    private GenerateMain() {}

    public static void main(String[] args) {
        Libraries.require();
        Submitted.run("generate", args);
    }
}
