/**
 * The demo: a small world made on the spot, whose answers can be graded exactly, taken the whole way from several
 * teachers' answers to a trained model that is graded on what it has not seen. Nothing here is used by other commands.
 */
@NullMarked
package org.counterpoint.app.demo;

import org.jspecify.annotations.NullMarked;
