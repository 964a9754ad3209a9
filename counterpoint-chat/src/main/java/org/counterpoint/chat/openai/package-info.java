/**
 * A server that speaks OpenAI's chat completions: what is sent, what comes back, and what can go wrong between. One
 * question, one try; patience is the {@code ask} package's.
 */
@NullMarked
package org.counterpoint.chat.openai;

import org.jspecify.annotations.NullMarked;
