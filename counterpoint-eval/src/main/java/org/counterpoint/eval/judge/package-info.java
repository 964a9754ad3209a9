/**
 * Who says which of two answers is better: judges that are asked (a model behind a server, a local one, a person) and
 * graders that compute it, in the orders in which the answers are shown, and what comes of a whole file of comparisons.
 */
@NullMarked
package org.counterpoint.eval.judge;

import org.jspecify.annotations.NullMarked;
