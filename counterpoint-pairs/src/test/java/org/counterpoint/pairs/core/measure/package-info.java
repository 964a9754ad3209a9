@NullMarked
package org.counterpoint.pairs.core.measure;

import org.jspecify.annotations.NullMarked;
