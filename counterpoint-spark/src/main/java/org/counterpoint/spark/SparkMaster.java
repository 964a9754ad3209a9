package org.counterpoint.spark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.counterpoint.console.FailedWork;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.vector.Vectors;

/** Where the work runs. */
final class SparkMaster {
    private SparkMaster() {}

    /**
     * Runs a job on a context of its own, or on the one that {@code spark-submit} has told of.
     *
     * @param master such as {@code local[*]} or {@code spark://host:7077}
     * @throws InputException where there is no such master
     */
    static <R> R with(String master, String job, Function<JavaSparkContext, R> work) {
        SparkConf conf = new SparkConf().setAppName("counterpoint " + job).setMaster(master);
        if (isHere(master)) {
            conf.setIfMissing("spark.ui.enabled", "false");
            conf.setIfMissing("spark.driver.host", "localhost");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        computingAlike(conf, ManagementFactory.getRuntimeMXBean().getInputArguments());
        JavaSparkContext spark;
        try {
            spark = new JavaSparkContext(conf);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // Scala's checked ones, which Java is not told of
            throw new InputException(
                    "Spark has no master \"" + master + "\": " + e.getMessage()
                            + "\nGive one such as local[*] or spark://host:7077.",
                    e);
        }
        try {
            return work.apply(spark);
        } catch (RuntimeException e) {
            if (spark.sc().isStopped()) {
                throw new FailedWork(
                        "Spark's master " + master + " is not there, or went away while it was working.", e);
            }
            throw e;
        } finally {
            spark.close();
        }
    }

    /**
     * Lets executors compute with Java's vectors where the driver does, or the last bits of a number would differ; their
     * loops are compiled as the driver's are.
     *
     * @param flags of the driver's JVM
     */
    static void computingAlike(SparkConf conf, List<String> flags) {
        if (Vectors.available()) {
            List<String> options = new ArrayList<>(List.of("--add-modules=jdk.incubator.vector"));
            flags.stream()
                    .filter(flag -> flag.startsWith("-XX:CompileCommand="))
                    .forEach(flag -> options.add("\"" + flag + "\""));
            conf.setIfMissing("spark.executor.extraJavaOptions", String.join(" ", options));
        }
    }

    /** Whether its tasks run on this machine. */
    static boolean isHere(String master) {
        return master.startsWith("local");
    }
}
