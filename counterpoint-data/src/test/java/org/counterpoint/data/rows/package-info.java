/** Tests of {@code org.counterpoint.data.rows}. */
@NullMarked
package org.counterpoint.data.rows;

import org.jspecify.annotations.NullMarked;
