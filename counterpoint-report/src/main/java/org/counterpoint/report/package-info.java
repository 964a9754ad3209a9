/**
 * A report as data, and the one HTML file that shows it. What is reported, and from which files, is decided by those
 * who make the sections.
 */
@NullMarked
package org.counterpoint.report;

import org.jspecify.annotations.NullMarked;
