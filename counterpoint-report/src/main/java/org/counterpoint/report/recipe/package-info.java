/** The report of a recipe's run, or of several side by side, read from what the run left in its folder. */
@NullMarked
package org.counterpoint.report.recipe;

import org.jspecify.annotations.NullMarked;
