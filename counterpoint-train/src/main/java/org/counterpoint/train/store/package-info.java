/** Files that appear whole or not at all, survive a crash, and are known to be what was written. */
@NullMarked
package org.counterpoint.train.store;

import org.jspecify.annotations.NullMarked;
