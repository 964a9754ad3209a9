/** The human judge's page: which pair waits, and what the person says to it. What a verdict is lives with the judges. */
@NullMarked
package org.counterpoint.serve.judge;

import org.jspecify.annotations.NullMarked;
