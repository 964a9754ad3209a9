/** Tests of {@code org.counterpoint.data.forms}. */
@NullMarked
package org.counterpoint.data.forms;

import org.jspecify.annotations.NullMarked;
