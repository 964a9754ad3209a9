/**
 * Numbers in, numbers out: intervals, tests, rankings and fits. Nothing here knows what a model, a judge or a file is.
 * Every result names the method that made it.
 */
@NullMarked
package org.counterpoint.stats;

import org.jspecify.annotations.NullMarked;
