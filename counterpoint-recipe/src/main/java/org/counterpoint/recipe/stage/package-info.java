/** The kinds of stages: what each takes, gives and does. A new kind is a class here and a line in {@code StageKinds}. */
@NullMarked
package org.counterpoint.recipe.stage;

import org.jspecify.annotations.NullMarked;
