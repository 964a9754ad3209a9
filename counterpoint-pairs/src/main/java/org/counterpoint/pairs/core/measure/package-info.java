/** What a set of pairs looks like: counts, lengths, similarity, distributions and warnings, gathered in memory that does not grow with the number of groups. */
@NullMarked
package org.counterpoint.pairs.core.measure;

import org.jspecify.annotations.NullMarked;
