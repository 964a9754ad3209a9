/**
 * One optimizer step: which pairs weigh what, the forward and backward passes however they are cut, and what is told of
 * them. Nothing here reads files.
 */
@NullMarked
package org.counterpoint.train.step;

import org.jspecify.annotations.NullMarked;
