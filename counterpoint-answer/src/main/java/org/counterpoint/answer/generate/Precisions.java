package org.counterpoint.answer.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.counterpoint.console.UsageException;
import org.counterpoint.engine.Precision;
import org.counterpoint.settings.Suggestions;

/** Reads {@code --precision}. */
public final class Precisions {

    /** What {@link #parse} takes. */
    public static final List<String> NAMES = Stream.concat(
                    Arrays.stream(Precision.values()).map(Precision::wireName), Stream.of("auto"))
            .toList();

    private Precisions() {}

    /** @throws UsageException where there is no such precision */
    public static Precision parse(String text) {
        if (text.equals("auto")) {
            return Precision.fastestHere();
        }
        return Arrays.stream(Precision.values())
                .filter(precision -> precision.wireName().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown precision '" + text + "'" + meant(text)));
    }

    private static String meant(String text) {
        return Suggestions.nearest(text, NAMES)
                .map(near -> "\ndid you mean " + near + "?")
                .orElse("; there are " + String.join(", ", NAMES));
    }
}
