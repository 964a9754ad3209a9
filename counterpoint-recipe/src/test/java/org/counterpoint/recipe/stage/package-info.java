@NullMarked
package org.counterpoint.recipe.stage;

import org.jspecify.annotations.NullMarked;
