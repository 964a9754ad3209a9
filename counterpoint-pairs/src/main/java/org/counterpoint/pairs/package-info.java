/**
 * From answers to preference pairs: joining the answers of several models by prompt, ordering them by the models'
 * strength, taking all pairs, and splitting data by prompt. Reading and writing of rows is the data room's; nothing
 * here trains.
 */
@NullMarked
package org.counterpoint.pairs;

import org.jspecify.annotations.NullMarked;
