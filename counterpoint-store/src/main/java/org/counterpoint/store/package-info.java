/**
 * Files and folders that appear whole or not at all, are held by one process at a time, are known to be what was written, and
 * say what they were made from.
 */
@NullMarked
package org.counterpoint.store;

import org.jspecify.annotations.NullMarked;
