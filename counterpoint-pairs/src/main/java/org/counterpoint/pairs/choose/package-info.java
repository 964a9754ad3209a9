/**
 * Which answers and pairs are used: filters, duplicates, decontamination, pair policies, length control. Each is a step
 * over groups; how groups are joined, ordered and written is not known here.
 */
@NullMarked
package org.counterpoint.pairs.choose;

import org.jspecify.annotations.NullMarked;
