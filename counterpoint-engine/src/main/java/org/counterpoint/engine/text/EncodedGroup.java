package org.counterpoint.engine.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.jspecify.annotations.Nullable;

/**
 * The responses of one prompt as tokens, in the order given. All sequences that are present have the
 * same {@code responseStart} and the same tokens before it.
 *
 * @param sequences null where the response was set aside
 * @param reasons why it was set aside, null where it was not. Begins with a code: {@code boundary} (its
 *     seam is not a token border, or nothing of the prompt is left before it), {@code
 *     empty_after_template} (no token is left of the answer), {@code empty_prompt}, {@code bad_encoding} (a
 *     lone surrogate), {@code template_error}; after ": " may follow a detail
 * @param merged whether the seam between prompt and response was not a token border
 */
public record EncodedGroup(
        List<@Nullable TokenSequence> sequences, List<@Nullable String> reasons, List<Boolean> merged) {
    public EncodedGroup {
        sequences = Collections.unmodifiableList(new ArrayList<>(sequences));
        reasons = Collections.unmodifiableList(new ArrayList<>(reasons));
        merged = List.copyOf(merged);
    }

    /** A group of which nothing is used. */
    static EncodedGroup setAside(int responses, String reason) {
        return new EncodedGroup(
                Collections.nCopies(responses, null),
                Collections.nCopies(responses, reason),
                Collections.nCopies(responses, false));
    }
}
