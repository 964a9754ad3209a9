@NullMarked
package org.counterpoint.pairs.difficulty;

import org.jspecify.annotations.NullMarked;
