/**
 * Whoever answers a prompt: the interface, and the way to put many questions to it so that nothing that was answered is
 * lost or asked twice. What is asked, and what the answer means, is the caller's.
 */
@NullMarked
package org.counterpoint.chat;

import org.jspecify.annotations.NullMarked;
