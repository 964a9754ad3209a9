/** Where the groups of a step come from. */
@NullMarked
package org.counterpoint.train.source;

import org.jspecify.annotations.NullMarked;
