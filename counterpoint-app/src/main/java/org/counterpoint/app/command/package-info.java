/** The commands: each reads its options, calls a room, and prints what came of it. No work is done here. */
@NullMarked
package org.counterpoint.app.command;

import org.jspecify.annotations.NullMarked;
