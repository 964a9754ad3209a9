/** Tests of {@code org.counterpoint.eval.judge.job}. */
@NullMarked
package org.counterpoint.eval.judge.job;

import org.jspecify.annotations.NullMarked;
