/** Tests of figures. */
@NullMarked
package org.counterpoint.eval.figures;

import org.jspecify.annotations.NullMarked;
