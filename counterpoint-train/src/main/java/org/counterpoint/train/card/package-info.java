/** What a trained model says of itself to whoever finds it: its card. Reads the run's records, knows no run. */
@NullMarked
package org.counterpoint.train.card;

import org.jspecify.annotations.NullMarked;
