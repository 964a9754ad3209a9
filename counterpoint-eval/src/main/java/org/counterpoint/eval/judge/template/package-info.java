/**
 * What a judge is shown: messages with named gaps, filled in one pass, so that an answer is data whatever it says.
 */
@NullMarked
package org.counterpoint.eval.judge.template;

import org.jspecify.annotations.NullMarked;
