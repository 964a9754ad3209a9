/** What this machine is: its processor, its memory, and what a container grants of them. */
@NullMarked
package org.counterpoint.engine.machine;

import org.jspecify.annotations.NullMarked;
