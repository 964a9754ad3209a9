/** A command's work shared out over the processes that training knows as ranks. */
@NullMarked
package org.counterpoint.app.ranks;

import org.jspecify.annotations.NullMarked;
