/**
 * Models and data sets by their names on the Hugging Face Hub: the local cache in its own layout, and what is fetched
 * into it. Knows nothing of what the files mean.
 */
@NullMarked
package org.counterpoint.store.hub;

import org.jspecify.annotations.NullMarked;
