/** Tests of {@code org.counterpoint.data.spill}. */
@NullMarked
package org.counterpoint.data.spill;

import org.jspecify.annotations.NullMarked;
