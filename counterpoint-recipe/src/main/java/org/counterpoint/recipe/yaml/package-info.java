/** Values from files and options, each with its place and with what its paths count from. Knows nothing of recipes. */
@NullMarked
package org.counterpoint.recipe.yaml;

import org.jspecify.annotations.NullMarked;
