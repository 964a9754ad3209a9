/** The figures of annotation files as people and scripts read them: JSON, tables of four kinds, an HTML report. */
@NullMarked
package org.counterpoint.report.winrate;

import org.jspecify.annotations.NullMarked;
