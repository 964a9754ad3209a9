/**
 * Pairs in the forms that other training programs read, with a card that says what is in them and a line of lineage for
 * each. A job of its own on pairs that are there already, from file to file; of {@code core} it takes the measures alone.
 */
@NullMarked
package org.counterpoint.pairs.export;

import org.jspecify.annotations.NullMarked;
