/**
 * The program's front door: starting it, reading its command line, and turning every failure into an exit code and a
 * few lines that say what, where and how to mend it. What a command does lives in the packages beside this one, and
 * mostly in the rooms below.
 */
@NullMarked
package org.counterpoint.app;

import org.jspecify.annotations.NullMarked;
