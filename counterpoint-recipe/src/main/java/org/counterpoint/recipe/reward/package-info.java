/** Rewards of a policy's own answers that need more than a model: judges. Training declares what a reward is. */
@NullMarked
package org.counterpoint.recipe.reward;

import org.jspecify.annotations.NullMarked;
