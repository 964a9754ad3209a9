/** The room {@code counterpoint-app}. */
@NullMarked
package org.counterpoint.app;

import org.jspecify.annotations.NullMarked;
