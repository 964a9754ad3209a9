/**
 * Processes that compute together: where they find one another, and what they do with numbers of all of them. Plain Java
 * types go in and out; what the numbers mean is known above.
 */
@NullMarked
package org.counterpoint.engine.collective;

import org.jspecify.annotations.NullMarked;
