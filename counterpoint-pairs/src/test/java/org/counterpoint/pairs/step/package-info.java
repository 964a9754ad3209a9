@NullMarked
package org.counterpoint.pairs.step;

import org.jspecify.annotations.NullMarked;
