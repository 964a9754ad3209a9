/** Texts as they are compared: without what does not make them different, as words, as sets of parts, as hashes. */
@NullMarked
package org.counterpoint.pairs.core.text;

import org.jspecify.annotations.NullMarked;
