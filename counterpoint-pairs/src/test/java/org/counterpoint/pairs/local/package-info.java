@NullMarked
package org.counterpoint.pairs.local;

import org.jspecify.annotations.NullMarked;
