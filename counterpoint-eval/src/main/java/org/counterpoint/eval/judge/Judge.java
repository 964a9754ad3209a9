package org.counterpoint.eval.judge;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.data.Message;
import org.counterpoint.data.Thoughts;
import org.counterpoint.eval.judge.parse.Criterion;
import org.counterpoint.eval.judge.parse.RubricParser;
import org.counterpoint.eval.judge.parse.VerdictParser;
import org.counterpoint.eval.judge.parse.VerdictReading;
import org.counterpoint.eval.judge.template.Placeholder;
import org.counterpoint.eval.judge.template.Prompting;

/**
 * A judge that is asked: what it is shown, how its answer is read, in which order it sees the answers.
 *
 * @param order of the two answers; of no effect where it sees one at a time
 * @param thoughts the marks by which its thoughts are told from its answer
 * @param retries how many more times it is asked where its answer cannot be read
 */
public record Judge(
        String name,
        String description,
        Prompting prompting,
        VerdictParser parser,
        Order order,
        ChatParameters parameters,
        Thoughts thoughts,
        int retries) {
    /** The temperature of a further attempt where the first was at 0. */
    private static final double AGAIN = 0.5;

    /** Whether it sees both answers at once; else it grades each by itself. */
    public boolean seesPairs() {
        return !prompting.gaps().contains(Placeholder.OUTPUT);
    }

    public boolean needsReference() {
        return prompting.gaps().contains(Placeholder.REFERENCE);
    }

    /**
     * How it is asked for the first time, or again. At temperature 0 the same question would have the same answer, so
     * the next ones are drawn.
     */
    ChatParameters parameters(int attempt) {
        Double temperature = parameters.temperature();
        return attempt == 0 || temperature == null || temperature > 0
                ? parameters
                : new ChatParameters(
                        parameters.maxTokens(), AGAIN, parameters.topP(), parameters.seed(), parameters.topLogprobs());
    }

    public Judge withRetries(int other) {
        return new Judge(name, description, prompting, parser, order, parameters, thoughts, other);
    }

    public Judge withOrder(Order other) {
        return new Judge(name, description, prompting, parser, other, parameters, thoughts, retries);
    }

    /** Shows other words; everything else stays. */
    public Judge withPrompting(Prompting other) {
        return new Judge(name, description, other, parser, order, parameters, thoughts, retries);
    }

    /** Looks for other marks of thoughts; everything else stays. */
    public Judge withThoughts(Thoughts other) {
        return new Judge(name, description, prompting, parser, order, parameters, other, retries);
    }

    VerdictReading read(ChatReply reply) {
        return parser.read(reply, thoughts);
    }

    List<View> views(AnswerPair comparison) {
        return seesPairs() ? order.views(comparison.instruction()) : List.of(View.BASELINE_ONLY, View.CANDIDATE_ONLY);
    }

    /** @throws IllegalArgumentException where the judge needs a reference and the comparison has none */
    List<Message> messages(AnswerPair comparison, View view) {
        Map<Placeholder, String> texts = new EnumMap<>(Placeholder.class);
        texts.put(Placeholder.INSTRUCTION, comparison.instruction());
        if (comparison.reference() != null) {
            texts.put(Placeholder.REFERENCE, comparison.reference());
        }
        if (parser instanceof RubricParser rubric) {
            texts.put(Placeholder.CRITERIA, describe(rubric.criteria()));
        }
        switch (view) {
            case BASELINE_FIRST -> putPair(texts, comparison.baseline(), comparison.candidate());
            case CANDIDATE_FIRST -> putPair(texts, comparison.candidate(), comparison.baseline());
            case BASELINE_ONLY -> texts.put(Placeholder.OUTPUT, comparison.baseline());
            case CANDIDATE_ONLY -> texts.put(Placeholder.OUTPUT, comparison.candidate());
        }
        return prompting.fill(texts);
    }

    private static void putPair(Map<Placeholder, String> texts, String first, String second) {
        texts.put(Placeholder.OUTPUT_1, first);
        texts.put(Placeholder.OUTPUT_2, second);
    }

    private static String describe(List<Criterion> criteria) {
        return criteria.stream()
                .map(criterion -> "- " + criterion.name() + ": " + criterion.description())
                .collect(Collectors.joining("\n"));
    }
}
