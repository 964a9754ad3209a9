/** Tests of {@code org.counterpoint.data.write}. */
@NullMarked
package org.counterpoint.data.write;

import org.jspecify.annotations.NullMarked;
