/** Tests of {@code org.counterpoint.eval.judge.file}. */
@NullMarked
package org.counterpoint.eval.judge.file;

import org.jspecify.annotations.NullMarked;
