/**
 * Recipes: named stages in a file, checked as a whole, planned, and run with what is done already left as it is. Here is
 * the recipe as written; {@code stage} has the kinds of stages, {@code plan} what is to be done, {@code run} the doing.
 */
@NullMarked
package org.counterpoint.recipe;

import org.jspecify.annotations.NullMarked;
