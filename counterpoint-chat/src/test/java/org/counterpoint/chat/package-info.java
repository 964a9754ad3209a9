/** What this room's tests have in common. */
@NullMarked
package org.counterpoint.chat;

import org.jspecify.annotations.NullMarked;
