package org.counterpoint.spark;

import java.util.List;

/**
 * Where answers are.
 *
 * @param inputs of each part the number of the input it belongs to
 * @param inputNames the inputs' names
 */
record AnswerSource<T>(RowSource<T> rows, AnsweredRows.Models models, List<Integer> inputs, List<String> inputNames) {}
