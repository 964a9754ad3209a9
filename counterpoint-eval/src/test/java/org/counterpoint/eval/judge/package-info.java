/** Tests of {@code org.counterpoint.eval.judge}. */
@NullMarked
package org.counterpoint.eval.judge;

import org.jspecify.annotations.NullMarked;
