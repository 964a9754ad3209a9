/** What the tests of several rooms need: servers that misbehave, a browser that looks. Knows no room, and no room's own code knows it. */
@NullMarked
package org.counterpoint.testing;

import org.jspecify.annotations.NullMarked;
