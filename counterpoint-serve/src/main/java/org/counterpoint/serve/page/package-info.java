/**
 * Pages of this machine's own: who may see them, and how they are served and kept up to date. What stands on a page lives
 * with whatever it shows.
 */
@NullMarked
package org.counterpoint.serve.page;

import org.jspecify.annotations.NullMarked;
