/** Tests of the pairs room. */
@NullMarked
package org.counterpoint.pairs;

import org.jspecify.annotations.NullMarked;
