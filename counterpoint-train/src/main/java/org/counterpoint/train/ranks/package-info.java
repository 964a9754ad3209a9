/**
 * The processes that learn one model together, each a rank: who they are, how they find one another and put their numbers
 * together, and how all of them end where one is lost. What a rank computes is known above.
 */
@NullMarked
package org.counterpoint.train.ranks;

import org.jspecify.annotations.NullMarked;
