@NullMarked
package org.counterpoint.pairs.core.text;

import org.jspecify.annotations.NullMarked;
