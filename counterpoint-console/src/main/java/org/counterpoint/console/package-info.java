/** Speaking to a person or a script: results on one stream, progress and errors on the other. */
@NullMarked
package org.counterpoint.console;

import org.jspecify.annotations.NullMarked;
