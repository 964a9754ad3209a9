@NullMarked
package org.counterpoint.pairs.measure;

import org.jspecify.annotations.NullMarked;
