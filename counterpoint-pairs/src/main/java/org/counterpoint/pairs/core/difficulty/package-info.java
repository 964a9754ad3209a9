/** How hard a pair is: named measures of one pair, pure functions of its group and of what was measured of it elsewhere. */
@NullMarked
package org.counterpoint.pairs.core.difficulty;

import org.jspecify.annotations.NullMarked;
