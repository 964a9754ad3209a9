/**
 * Many questions to one model: several at a time, tried again with patience, within limits and budgets, each answer on
 * disk before it counts. Knows nothing of how a question travels.
 */
@NullMarked
package org.counterpoint.chat.ask;

import org.jspecify.annotations.NullMarked;
