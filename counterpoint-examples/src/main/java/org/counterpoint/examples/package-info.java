/** Programs on {@code org.counterpoint.api}, each of a page at most, to be copied from. */
@NullMarked
package org.counterpoint.examples;

import org.jspecify.annotations.NullMarked;
