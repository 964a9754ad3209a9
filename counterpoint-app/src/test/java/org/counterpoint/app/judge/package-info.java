/** Tests of {@code org.counterpoint.app.judge}. */
@NullMarked
package org.counterpoint.app.judge;

import org.jspecify.annotations.NullMarked;
