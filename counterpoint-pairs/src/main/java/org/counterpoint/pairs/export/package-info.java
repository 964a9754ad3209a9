/**
 * Pairs in the forms that other training programs read, with a card that says what is in them and a line of lineage for
 * each.
 */
@NullMarked
package org.counterpoint.pairs.export;

import org.jspecify.annotations.NullMarked;
