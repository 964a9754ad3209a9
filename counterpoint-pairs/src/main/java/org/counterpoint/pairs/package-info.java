/** The room {@code counterpoint-pairs}. */
@NullMarked
package org.counterpoint.pairs;

import org.jspecify.annotations.NullMarked;
