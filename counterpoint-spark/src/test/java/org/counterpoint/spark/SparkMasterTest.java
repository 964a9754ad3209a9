package org.counterpoint.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkMasterTest {
    private static final String OPTIONS = "spark.executor.extraJavaOptions";

    @Test
    void executorsCompileLoopsAsTheDriverDoes() {
        SparkConf conf = new SparkConf(false);
        SparkMaster.computingAlike(
                conf,
                List.of(
                        "-Xmx2g",
                        "-XX:CompileCommand=quiet",
                        "-XX:CompileCommand=CompileThresholdScaling,org.counterpoint.engine.vector.*::*,0.05"));
        assertThat(conf.get(OPTIONS))
                .isEqualTo("--add-modules=jdk.incubator.vector \"-XX:CompileCommand=quiet\""
                        + " \"-XX:CompileCommand=CompileThresholdScaling,org.counterpoint.engine.vector.*::*,0.05\"");
    }

    @Test
    void optionsOfTheUsersStay() {
        SparkConf conf = new SparkConf(false).set(OPTIONS, "-Xss4m");
        SparkMaster.computingAlike(conf, List.of("-XX:CompileCommand=quiet"));
        assertThat(conf.get(OPTIONS)).isEqualTo("-Xss4m");
    }
}
