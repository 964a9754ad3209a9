/**
 * The arithmetic of policy gradients: rewards and their KL penalty, advantages, and clipped losses with their
 * derivatives. Pure functions of numbers; nothing here samples, scores or learns.
 */
@NullMarked
package org.counterpoint.train.policy;

import org.jspecify.annotations.NullMarked;
