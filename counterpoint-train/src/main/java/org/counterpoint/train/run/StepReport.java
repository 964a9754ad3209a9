package org.counterpoint.train.run;

import java.util.Map;

/**
 * What came of a step.
 *
 * @param loss NaN where there was nothing to learn
 * @param metrics by name, in the order of the file
 */
record StepReport(double loss, Map<String, Double> metrics) {}
