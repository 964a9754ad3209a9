@NullMarked
package org.counterpoint.pairs.export;

import org.jspecify.annotations.NullMarked;
