/** Text to tokens: the tokenizer, the chat template and its interpreter, the seam between prompt and response. */
@NullMarked
package org.counterpoint.engine.text;

import org.jspecify.annotations.NullMarked;
