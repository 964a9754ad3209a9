/**
 * YAML files that people write by hand: every value with its place, and every fault of a file reported at once, with
 * line and column. What the settings mean is the reader's.
 */
@NullMarked
package org.counterpoint.data.yaml;

import org.jspecify.annotations.NullMarked;
