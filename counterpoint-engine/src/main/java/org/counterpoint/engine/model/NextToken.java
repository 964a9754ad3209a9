package org.counterpoint.engine.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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
        return likeliest(generator.logits(prompt), count, watched);
    }

    /** The same of logits that are there, one a token of the vocabulary. */
    static List<NextToken> likeliest(float[] logits, int count, int... watched) {
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
        return IntStream.concat(Arrays.stream(largest(logits, Math.min(count, logits.length))), IntStream.of(watched))
                .boxed()
                .distinct()
                .sorted(likelierFirst)
                .map(token -> new NextToken(token, logits[token] - logSum))
                .toList();
    }

    /** Where the largest stand, largest first, the lower place first among equals. */
    private static int[] largest(float[] values, int count) {
        int[] places = new int[count];
        int found = 0;
        for (int i = 0; i < values.length; i++) {
            if (found == count && (count == 0 || values[i] <= values[places[count - 1]])) {
                continue;
            }
            int at = found < count ? found++ : count - 1;
            while (at > 0 && values[places[at - 1]] < values[i]) {
                places[at] = places[at - 1];
                at--;
            }
            places[at] = i;
        }
        return places;
    }
}
