/** Tests of {@code org.counterpoint.answer.judge}. */
@NullMarked
package org.counterpoint.answer.judge;

import org.jspecify.annotations.NullMarked;
