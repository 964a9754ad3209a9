/** From a recipe to tasks: arms laid out, inputs resolved, every fault found before anything is done. */
@NullMarked
package org.counterpoint.recipe.plan;

import org.jspecify.annotations.NullMarked;
