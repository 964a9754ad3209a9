/**
 * Settings: what a block of them may hold, how it is read, and what is wrong with it, all at once. Whoever has settings
 * writes one {@link org.counterpoint.settings.Schema} of them; command lines, recipes and files are read by it alone.
 */
@NullMarked
package org.counterpoint.settings;

import org.jspecify.annotations.NullMarked;
