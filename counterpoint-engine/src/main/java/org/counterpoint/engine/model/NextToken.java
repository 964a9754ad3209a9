package org.counterpoint.engine.model;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A token that may follow a prompt.
 *
 * @param logProbability natural logarithm, before any temperature
 */
public record NextToken(int token, double logProbability) {

    /**
     * The likeliest tokens to follow, likeliest first; of equals the lower id comes first.
     *
     * @param prompt token ids, at least one
     * @param count how many at most
     * @param watched tokens that are given beside them, however unlikely
     */
    public static List<NextToken> likeliest(Generator generator, int[] prompt, int count, int... watched) {
        float[] logits = generator.logits(prompt);
        double highest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            highest = Math.max(highest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - highest);
        }
        double logSum = highest + Math.log(sum);
        Comparator<Integer> likelierFirst = (a, b) -> Float.compare(logits[b], logits[a]);
        Stream<Integer> likeliest =
                IntStream.range(0, logits.length).boxed().sorted(likelierFirst).limit(count);
        return Stream.concat(likeliest, IntStream.of(watched).boxed())
                .distinct()
                .sorted(likelierFirst)
                .map(token -> new NextToken(token, logits[token] - logSum))
                .toList();
    }
}
