package org.counterpoint.spark;

/** {@code spark-submit --class org.counterpoint.spark.Generate … counterpoint-spark.jar OPTIONS}: those of {@code generate}. */
public final class Generate {
    private Generate() {}

    public static void main(String[] args) {
        Submitted.run("generate", args);
    }
}
