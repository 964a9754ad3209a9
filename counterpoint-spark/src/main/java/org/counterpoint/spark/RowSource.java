package org.counterpoint.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Where rows are, in parts that have an order: a partition of the RDD each.
 *
 * @param names of each part its file's name
 */
record RowSource<T>(JavaRDD<T> rdd, Opening<T> opening, List<String> names) {
    RowSource {
        names = List.copyOf(names);
    }

    /** The rows of files. */
    static RowSource<InputPart> of(
            JavaSparkContext spark, List<InputPart> parts, Broadcast<SerializableConfiguration> hadoop) {
        return new RowSource<>(
                spark.parallelize(parts, parts.size()),
                new FileOpening(hadoop),
                parts.stream().map(InputPart::name).toList());
    }

    int parts() {
        return names.size();
    }
}
