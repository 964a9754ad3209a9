package org.counterpoint.eval.judge.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.counterpoint.chat.ChatReply;
import org.jspecify.annotations.Nullable;

/**
 * AlpacaEval v1's answer: {@code [{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}]}, in any order, as
 * Python or JSON writes it. Text around the list is passed over; where several rankings stand in it, the last one is it.
 *
 * @param first the name of the answer shown first
 * @param second the name of the other
 */
public record RankingParser(String first, String second) implements VerdictParser {

    @Override
    public VerdictReading read(ChatReply reply) {
        String text = reply.text();
        List<List<?>> rankings = new ArrayList<>();
        for (int at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
            if (Literals.at(text, at) instanceof List<?> list && isRanking(list)) {
                rankings.add(list);
            }
        }
        if (rankings.isEmpty()) {
            return new VerdictReading.Unreadable("there is no list of models with their ranks");
        }
        boolean several = rankings.stream().map(this::read).distinct().count() > 1;
        if (several && VerdictParser.isCut(reply)) {
            return new VerdictReading.Unreadable(
                    "there are several rankings, and the answer was cut off before its end");
        }
        return read(rankings.get(rankings.size() - 1));
    }

    private static boolean isRanking(List<?> list) {
        return !list.isEmpty()
                && list.stream()
                        .allMatch(item ->
                                item instanceof Map<?, ?> map && map.containsKey("model") && map.containsKey("rank"));
    }

    private VerdictReading read(List<?> ranking) {
        if (ranking.size() != 2) {
            return new VerdictReading.Unreadable("the list ranks " + ranking.size() + " models instead of 2");
        }
        Integer firstRank = rank(ranking, first);
        Integer secondRank = rank(ranking, second);
        if (firstRank == null || secondRank == null) {
            return new VerdictReading.Unreadable("the list does not rank " + first + " and " + second + " as 1 and 2");
        }
        if (firstRank.equals(secondRank)) {
            return new VerdictReading.Unreadable("both models have rank " + firstRank);
        }
        return new VerdictReading.Preference(firstRank, Map.of());
    }

    private static @Nullable Integer rank(List<?> ranking, String model) {
        for (Object item : ranking) {
            if (item instanceof Map<?, ?> map
                    && model.equals(map.get("model"))
                    && map.get("rank") instanceof Long rank
                    && (rank == 1 || rank == 2)) {
                return rank.intValue();
            }
        }
        return null;
    }
}
