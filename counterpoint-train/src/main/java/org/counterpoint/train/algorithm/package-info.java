/**
 * How a method learns: what it takes of a group, what a step computes of it, and what is told. Losses are in
 * {@code objective}; nothing here reads files or runs a model.
 */
@NullMarked
package org.counterpoint.train.algorithm;

import org.jspecify.annotations.NullMarked;
