/**
 * Writing: groups, pairs, ledgers and summaries as files, and outputs that appear whole or not at all and never
 * replace what is not their own.
 */
@NullMarked
package org.counterpoint.data.write;

import org.jspecify.annotations.NullMarked;
