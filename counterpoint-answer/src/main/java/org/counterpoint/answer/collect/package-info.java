/**
 * A file of prompts to a file of a model's answers, asked of a server: every prompt is in the answers or in the ledger.
 * How questions are asked, and kept, is the chat room's.
 */
@NullMarked
package org.counterpoint.answer.collect;

import org.jspecify.annotations.NullMarked;
