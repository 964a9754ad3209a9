/** Tests of {@code org.counterpoint.eval.judge.parse}. */
@NullMarked
package org.counterpoint.eval.judge.parse;

import org.jspecify.annotations.NullMarked;
