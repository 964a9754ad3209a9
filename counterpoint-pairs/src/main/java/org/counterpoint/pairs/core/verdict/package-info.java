/** What judges said of the answers: verdicts by prompt and models, and how often they contradict the order. */
@NullMarked
package org.counterpoint.pairs.core.verdict;

import org.jspecify.annotations.NullMarked;
