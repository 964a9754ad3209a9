/**
 * What this machine has, what slows it, and whether the native parts load. Reads the system's own files; changes
 * nothing.
 */
@NullMarked
package org.counterpoint.app.doctor;

import org.jspecify.annotations.NullMarked;
