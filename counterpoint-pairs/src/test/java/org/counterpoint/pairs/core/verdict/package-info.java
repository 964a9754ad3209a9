@NullMarked
package org.counterpoint.pairs.core.verdict;

import org.jspecify.annotations.NullMarked;
