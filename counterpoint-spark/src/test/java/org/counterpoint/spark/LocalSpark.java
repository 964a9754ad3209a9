package org.counterpoint.spark;

import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Spark in this process, with two tasks at a time, for the tests of a class. */
final class LocalSpark implements BeforeAllCallback, AfterAllCallback {
    private @Nullable JavaSparkContext spark;

    JavaSparkContext context() {
        return Objects.requireNonNull(spark);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.hadoop.fs." + OtherFileSystem.SCHEME + ".impl", OtherFileSystem.class.getName()));
        spark.setLogLevel("OFF");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        context().close();
    }
}
