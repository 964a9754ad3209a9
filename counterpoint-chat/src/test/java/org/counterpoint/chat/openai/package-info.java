/** Tests of what travels to and from a server. */
@NullMarked
package org.counterpoint.chat.openai;

import org.jspecify.annotations.NullMarked;
