@NullMarked
package org.counterpoint.pairs.core.step;

import org.jspecify.annotations.NullMarked;
