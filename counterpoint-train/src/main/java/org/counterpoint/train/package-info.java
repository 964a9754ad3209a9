/** The room {@code counterpoint-train}. */
@NullMarked
package org.counterpoint.train;

import org.jspecify.annotations.NullMarked;
