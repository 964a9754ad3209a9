/**
 * A whole file of comparisons: two files of answers joined, judged, and written as annotations with every verdict's
 * wording beside. Where the questions travel, and what keeps the answers, is given by whoever starts it.
 */
@NullMarked
package org.counterpoint.eval.judge.job;

import org.jspecify.annotations.NullMarked;
