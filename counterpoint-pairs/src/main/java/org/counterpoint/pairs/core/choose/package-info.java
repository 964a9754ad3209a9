/** Which answers and pairs are used: filters, pair policies, length control. Each is a step over groups, or a survey of all. */
@NullMarked
package org.counterpoint.pairs.core.choose;

import org.jspecify.annotations.NullMarked;
