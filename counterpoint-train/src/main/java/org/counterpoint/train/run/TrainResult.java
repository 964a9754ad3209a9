package org.counterpoint.train.run;

import java.nio.file.Path;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param alreadyFinished whether nothing was left to do
 * @param steps of the whole run
 * @param finalModel folder of the trained model
 * @param metrics of the last step and the last evaluation; empty where nothing was left to do
 */
public record TrainResult(boolean alreadyFinished, long steps, Path finalModel, Map<String, Double> metrics) {}
