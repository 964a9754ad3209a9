/**
 * Sorting and gathering more than memory holds: values go to files of a scratch folder and come back in order. What
 * the values mean is their codec's business.
 */
@NullMarked
package org.counterpoint.data.spill;

import org.jspecify.annotations.NullMarked;
