@NullMarked
package org.counterpoint.pairs.text;

import org.jspecify.annotations.NullMarked;
