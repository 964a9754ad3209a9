/** Ready-made charts: numbers in, a section of the report out. Nothing here reads files or computes statistics. */
@NullMarked
package org.counterpoint.report.chart;

import org.jspecify.annotations.NullMarked;
