/** Judges as files: those that are shipped, and a user's own, read with all faults at once. */
@NullMarked
package org.counterpoint.eval.judge.file;

import org.jspecify.annotations.NullMarked;
