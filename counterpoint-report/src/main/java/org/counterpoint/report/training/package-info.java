/** What training runs left behind, as sections of a report: curves, settings that differ, what was set aside. */
@NullMarked
package org.counterpoint.report.training;

import org.jspecify.annotations.NullMarked;
