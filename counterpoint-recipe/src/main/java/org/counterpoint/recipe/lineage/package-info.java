/** What an artifact was made from, back to the rows of the user's files. Reads records; makes nothing. */
@NullMarked
package org.counterpoint.recipe.lineage;

import org.jspecify.annotations.NullMarked;
