/** Scoring a file of groups: the log-probability of every response, without training. */
@NullMarked
package org.counterpoint.train.score;

import org.jspecify.annotations.NullMarked;
