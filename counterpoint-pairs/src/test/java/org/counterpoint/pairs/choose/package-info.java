@NullMarked
package org.counterpoint.pairs.choose;

import org.jspecify.annotations.NullMarked;
