/**
 * Files as rows: JSON Lines, one JSON array, Parquet, and the compressed among them, read in flat memory, every
 * row with its place and every broken row with its reason. What a row's fields mean is not known here.
 */
@NullMarked
package org.counterpoint.data.rows;

import org.jspecify.annotations.NullMarked;
