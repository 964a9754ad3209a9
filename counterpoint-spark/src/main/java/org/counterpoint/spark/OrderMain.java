package org.counterpoint.spark;

/** {@code spark-submit --class org.counterpoint.spark.OrderMain … counterpoint-spark.jar OPTIONS}: those of {@code order}. */
public final class OrderMain {
    private OrderMain() {}

    public static void main(String[] args) {
        Libraries.require();
        Submitted.run("order", args);
    }
}
