/** Tests of asking with patience, within limits, and durably. */
@NullMarked
package org.counterpoint.chat.ask;

import org.jspecify.annotations.NullMarked;
