/**
 * What is asked for of answers and pairs, laid out as the stages of {@code core}; and what looks at prompts through files,
 * for which this stands apart from it: duplicates among more prompts than memory holds, and prompts of evaluation sets. A
 * cluster does the same with them, so that it is not {@code local} either.
 */
@NullMarked
package org.counterpoint.pairs.choose;

import org.jspecify.annotations.NullMarked;
