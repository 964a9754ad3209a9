/** Who owns what native code made. */
@NullMarked
package org.counterpoint.engine.scope;

import org.jspecify.annotations.NullMarked;
