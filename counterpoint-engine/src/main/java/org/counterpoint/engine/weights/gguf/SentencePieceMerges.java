package org.counterpoint.engine.weights.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The merges of a vocabulary that has scores instead: each token out of any two that make it, best score first; among equal
 * ones those with a longer left part first.
 */
final class SentencePieceMerges {
    private SentencePieceMerges() {}

    private record Merge(String left, String right, double score, int leftId, int rightId) {}

    static List<List<String>> of(Tokens tokens, MetadataValue.Numbers scores) {
        List<Merge> merges = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.kinds().get(id) == TokenKind.NORMAL) {
                split(tokens, tokens.texts().get(id), scores.at(id), merges);
            }
        }
        merges.sort(Comparator.comparingDouble(Merge::score)
                .thenComparingInt(merge -> length(merge.left))
                .thenComparingInt(merge -> length(merge.right))
                .reversed()
                .thenComparingInt(Merge::leftId)
                .thenComparingInt(Merge::rightId));
        return merges.stream().map(merge -> List.of(merge.left, merge.right)).toList();
    }

    private static void split(Tokens tokens, String text, double score, List<Merge> into) {
        for (int at = 1; at < text.length(); at++) {
            if (Character.isLowSurrogate(text.charAt(at))) {
                continue;
            }
            String left = text.substring(0, at);
            String right = text.substring(at);
            Integer leftId = part(tokens, left);
            Integer rightId = part(tokens, right);
            if (leftId != null && rightId != null) {
                into.add(new Merge(left, right, score, leftId, rightId));
            }
        }
    }

    /** A text's id where it is a token that may be put together with others. */
    private static @Nullable Integer part(Tokens tokens, String text) {
        Integer id = tokens.ids().get(text);
        return id != null && tokens.kinds().get(id) == TokenKind.NORMAL ? id : null;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
