/**
 * What training minimises: pure functions of log-probabilities, with their derivatives. A new method is one file here
 * and one line in {@link org.counterpoint.train.objective.Methods}. Nothing here knows of models, tokens or steps.
 */
@NullMarked
package org.counterpoint.train.objective;

import org.jspecify.annotations.NullMarked;
