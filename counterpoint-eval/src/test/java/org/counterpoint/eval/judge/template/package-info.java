/** Tests of {@code org.counterpoint.eval.judge.template}. */
@NullMarked
package org.counterpoint.eval.judge.template;

import org.jspecify.annotations.NullMarked;
