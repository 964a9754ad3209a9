/** Tests of the position switch. */
@NullMarked
package org.counterpoint.eval.position;

import org.jspecify.annotations.NullMarked;
