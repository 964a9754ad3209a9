/**
 * The comparison with peers: programs that run Counterpoint and another trainer or generator in turn, each in its own
 * process, on the same prompts, and say how they compare. What is measured here is the program as users start it;
 * nothing here is called by the program.
 */
@NullMarked
package org.counterpoint.bench;

import org.jspecify.annotations.NullMarked;
