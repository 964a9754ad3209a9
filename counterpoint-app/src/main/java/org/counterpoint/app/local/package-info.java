/** Models of this machine behind the interface by which models are asked. */
@NullMarked
package org.counterpoint.app.local;

import org.jspecify.annotations.NullMarked;
