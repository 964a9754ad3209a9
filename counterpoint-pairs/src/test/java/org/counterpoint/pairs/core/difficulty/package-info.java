@NullMarked
package org.counterpoint.pairs.core.difficulty;

import org.jspecify.annotations.NullMarked;
