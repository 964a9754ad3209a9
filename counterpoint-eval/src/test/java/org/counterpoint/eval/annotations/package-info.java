/** Tests of annotations. */
@NullMarked
package org.counterpoint.eval.annotations;

import org.jspecify.annotations.NullMarked;
