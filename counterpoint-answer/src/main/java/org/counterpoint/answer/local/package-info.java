/** Models of this machine behind the interface by which models are asked. */
@NullMarked
package org.counterpoint.answer.local;

import org.jspecify.annotations.NullMarked;
