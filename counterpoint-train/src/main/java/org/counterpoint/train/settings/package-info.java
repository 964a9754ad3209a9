/**
 * The settings of training: their names, types, ranges and defaults in one table, and the reader that checks what a user
 * wrote against it and reports all faults at once. Nothing here acts on a setting.
 */
@NullMarked
package org.counterpoint.train.settings;

import org.jspecify.annotations.NullMarked;
