package org.counterpoint.recipe.plan;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.recipe.RoundName;
import org.jspecify.annotations.Nullable;

/**
 * How a recipe names another stage's output: {@code parts}, {@code parts.held-out}, {@code train[dpo,seed1].final}, or
 * {@code loop[2].dpo} of a round.
 *
 * @param labels picks arms; empty for each; {@code *} alone for all at once
 * @param output null for the first
 */
record Reference(
        String stage, List<String> labels, @Nullable String output) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)(?:\\[([^\\[\\]]*)])?(?:\\.([\\w-]+))?");

    /** Whether all arms are meant at once, as in {@code train[*]}. */
    boolean all() {
        return labels.equals(List.of("*"));
    }

    /** Empty where the text names no stage, and so is a path. */
    static Optional<Reference> parse(String text, Collection<String> stages) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || !stages.contains(matcher.group(1))) {
            return RoundName.parse(text, stages).flatMap(Reference::ofRound);
        }
        return Optional.of(of(matcher.group(1), matcher));
    }

    private static Optional<Reference> ofRound(RoundName.Named named) {
        Matcher rest = FORM.matcher("stage" + named.rest());
        return rest.matches() ? Optional.of(of(named.stage(), rest)) : Optional.empty();
    }

    private static Reference of(String stage, Matcher matcher) {
        String labels = matcher.group(2);
        return new Reference(
                stage,
                labels == null
                        ? List.of()
                        : Arrays.stream(labels.split(",", -1))
                                .map(String::strip)
                                .toList(),
                matcher.group(3));
    }
}
