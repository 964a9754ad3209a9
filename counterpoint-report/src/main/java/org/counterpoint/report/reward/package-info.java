/** What a reward model's scores say of pairs whose better answer is known. */
@NullMarked
package org.counterpoint.report.reward;

import org.jspecify.annotations.NullMarked;
