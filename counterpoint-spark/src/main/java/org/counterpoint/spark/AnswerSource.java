package org.counterpoint.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Where the answers are, in parts that have an order: a partition of the RDD each.
 *
 * @param names of each part its file's name
 * @param inputs of each part the number of the input it belongs to
 * @param inputNames the inputs' names
 */
record AnswerSource<T>(
        JavaRDD<T> rdd,
        Opening<T> opening,
        AnswerKeys.Models models,
        List<String> names,
        List<Integer> inputs,
        List<String> inputNames) {
    int parts() {
        return names.size();
    }
}
