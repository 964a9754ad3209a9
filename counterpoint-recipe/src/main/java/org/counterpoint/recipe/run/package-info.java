/** Does a plan: what is done already is left, artifacts appear whole with their lineage, one process at a time. */
@NullMarked
package org.counterpoint.recipe.run;

import org.jspecify.annotations.NullMarked;
