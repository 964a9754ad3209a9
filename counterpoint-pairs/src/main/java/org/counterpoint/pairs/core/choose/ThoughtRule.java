package org.counterpoint.pairs.core.choose;

import java.io.Serializable;
import org.counterpoint.data.Thoughts;

/**
 * What becomes of thoughts before answers.
 *
 * @param thoughts what tells one
 */
public record ThoughtRule(What what, Thoughts thoughts) implements Serializable {
    /** Whatever is chosen, filters, lengths and statistics look at the answer alone. */
    public enum What {
        /** The text stays to the letter. */
        KEEP,
        /** Only the answer stays. */
        STRIP,
        /** An answer with a thought is set aside as {@code thought}. */
        DROP
    }
}
