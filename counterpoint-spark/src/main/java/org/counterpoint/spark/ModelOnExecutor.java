package org.counterpoint.spark;

import java.io.Serializable;
import java.nio.file.Path;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Where a model's folder is on the machine of whoever asks.
 *
 * @param path on this machine, or the name under which Spark brings it to every machine
 */
record ModelOnExecutor(String path, boolean brought) implements Serializable {
    /** As it lies here where tasks run here; else Spark takes it along. */
    static ModelOnExecutor of(Path folder, JavaSparkContext spark) {
        Path real = folder.toAbsolutePath().normalize();
        if (SparkMaster.isHere(spark.master())) {
            return new ModelOnExecutor(real.toString(), false);
        }
        spark.sc().addFile(real.toUri().toString(), true);
        return new ModelOnExecutor(String.valueOf(real.getFileName()), true);
    }

    Path here() {
        return Path.of(brought ? SparkFiles.get(path) : path);
    }
}
