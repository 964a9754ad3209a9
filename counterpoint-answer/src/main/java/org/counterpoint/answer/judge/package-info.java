/**
 * Judges that live at this desk: a person at the terminal or in a browser, and how a judge's questions come to whoever
 * answers them. What is asked and what an answer means is the eval room's.
 */
@NullMarked
package org.counterpoint.answer.judge;

import org.jspecify.annotations.NullMarked;
