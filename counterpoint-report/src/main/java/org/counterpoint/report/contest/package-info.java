/** Arms held against one baseline: who is better, by how much, in a sentence and a picture for a page's first screen. */
@NullMarked
package org.counterpoint.report.contest;

import org.jspecify.annotations.NullMarked;
