package org.counterpoint.recipe;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stage of a round is called: {@code NAME/round-k/STAGE} where its artifact lies, {@code NAME[k].STAGE} where a
 * recipe names it.
 */
public final class RoundName {
    private static final Pattern REFERENCE =
            Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)\\[(\\d{1,6}|last|\\*)]\\.([A-Za-z][A-Za-z0-9_-]*)(.*)");
    private static final Pattern NAME = Pattern.compile("([^/]+)/round-(\\d{1,6})/([^/]+)");

    private RoundName() {}

    static String of(String rounds, int round, String stage) {
        return rounds + "/round-" + round + "/" + stage;
    }

    static String reference(String rounds, int round, String stage) {
        return rounds + "[" + round + "]." + stage;
    }

    /** A stage's name as a recipe writes it. */
    public static String written(String stage) {
        Matcher name = NAME.matcher(stage);
        return name.matches() ? reference(name.group(1), Integer.parseInt(name.group(2)), name.group(3)) : stage;
    }

    /**
     * A stage of a round that a text names.
     *
     * @param rest what stands behind its name: an arm, an output
     */
    public record Named(String stage, String rest) {}

    /**
     * @param stages there are
     * @return empty where the text names no stage of a round
     */
    public static Optional<Named> parse(String text, Collection<String> stages) {
        Matcher written = REFERENCE.matcher(text);
        if (!written.matches() || written.group(2).equals("*")) {
            return Optional.empty();
        }
        OptionalInt last = last(written.group(1), written.group(3), stages);
        int round = written.group(2).equals("last") ? last.orElse(0) : Integer.parseInt(written.group(2));
        String stage = of(written.group(1), round, written.group(3));
        return stages.contains(stage) ? Optional.of(new Named(stage, written.group(4))) : Optional.empty();
    }

    /** Of {@code NAME[*].STAGE}, the number of rounds; empty where the text is no such thing. */
    public static OptionalInt all(String text, Collection<String> stages) {
        Matcher written = REFERENCE.matcher(text);
        return written.matches() && written.group(2).equals("*")
                ? last(written.group(1), written.group(3), stages)
                : OptionalInt.empty();
    }

    /** Of {@code NAME[*].STAGE}, one round's. */
    public static String one(String text, int round) {
        return text.replaceFirst("\\[\\*]", "[" + round + "]");
    }

    private static OptionalInt last(String rounds, String stage, Collection<String> stages) {
        return stages.stream()
                .map(NAME::matcher)
                .filter(name -> name.matches()
                        && name.group(1).equals(rounds)
                        && name.group(3).equals(stage))
                .mapToInt(name -> Integer.parseInt(name.group(2)))
                .max();
    }
}
