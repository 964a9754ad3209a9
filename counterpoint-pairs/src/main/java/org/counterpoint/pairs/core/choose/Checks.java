package org.counterpoint.pairs.core.choose;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Refusals;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.choose.AnswerChecks.AnswerCheck;
import org.counterpoint.pairs.core.choose.AnswerFilters.Check;
import org.counterpoint.pairs.core.choose.AnswerFilters.LengthBounds;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.StepSink;
import org.counterpoint.settings.Setting;
import org.jspecify.annotations.Nullable;

/** Looks at answers and pairs: what is wrong is set aside where that is asked for, else counted where that is. */
public final class Checks {
    private final AnswerFilters filters;
    private final Refusals refusals;

    /** @param refusals what a refusal is told by */
    public Checks(AnswerFilters filters, Refusals refusals) {
        this.filters = filters;
        this.refusals = refusals;
    }

    /** Of an answer with several faults the first dropping one is its reason. */
    public GroupStep answers() {
        Map<String, AnswerCheck> dropping = new LinkedHashMap<>();
        Map<String, AnswerCheck> counting = new LinkedHashMap<>();
        for (Check check : Check.values()) {
            AnswerCheck looking = answerCheck(check);
            if (looking != null && filters.drop().contains(check)) {
                dropping.put(Setting.wireName(check), looking);
            } else if (looking != null && filters.notice().contains(check)) {
                counting.put(Setting.wireName(check), looking);
            }
        }
        if (!filters.languages().isEmpty()) {
            dropping.merge(
                    Setting.wireName(Check.WRONG_LANGUAGE), LanguageCheck.among(filters.languages()), AnswerCheck::or);
        }
        LengthBounds lengths = filters.lengths();
        if (lengths.minChars() > 0 || lengths.minWords() > 0) {
            dropping.put("too_short", AnswerChecks.tooShort(lengths.minChars(), lengths.minWords()));
        }
        if (lengths.maxChars() > 0 || lengths.maxWords() > 0) {
            dropping.put("too_long", AnswerChecks.tooLong(lengths.maxChars(), lengths.maxWords()));
        }
        return (group, sink) -> answers(group, dropping, counting, sink);
    }

    private static @Nullable ResponseGroup answers(
            ResponseGroup group, Map<String, AnswerCheck> dropping, Map<String, AnswerCheck> counting, StepSink sink) {
        List<@Nullable String> reasons = new ArrayList<>();
        List<String> details = new ArrayList<>();
        boolean any = false;
        for (Response response : group.responses()) {
            String reason = null;
            String detail = "";
            for (Map.Entry<String, AnswerCheck> check : dropping.entrySet()) {
                String fault = reason == null ? check.getValue().fault(group, response) : null;
                if (fault != null) {
                    reason = check.getKey();
                    detail = fault;
                }
            }
            for (Map.Entry<String, AnswerCheck> check : counting.entrySet()) {
                if (reason == null && check.getValue().fault(group, response) != null) {
                    sink.notice(check.getKey());
                }
            }
            any |= reason != null;
            reasons.add(reason);
            details.add(detail);
        }
        return any ? Aside.answers(group, reasons, details, sink) : group;
    }

    private @Nullable AnswerCheck answerCheck(Check check) {
        return switch (check) {
            case REFUSAL -> AnswerChecks.refusal(refusals);
            case CUT_OFF -> AnswerChecks::cutOff;
            case WRONG_SCRIPT -> AnswerChecks::wrongScript;
            case WRONG_LANGUAGE -> LanguageCheck::ofPrompt;
            case REPEATED_TEXT -> AnswerChecks::repeatedText;
            case PROMPT_ECHOED -> AnswerChecks::promptEchoed;
            case SPECIAL_TOKENS -> AnswerChecks::specialTokens;
            case REFUSAL_CHOSEN, REFUSAL_REJECTED, NEAR_IDENTICAL -> null;
        };
    }

    /** Pairs in which one side alone refuses, and pairs of answers that are nearly the same. */
    public GroupStep pairs() {
        Refusals list = refusals;
        double least = filters.nearIdentical();
        return pairCheck(Check.REFUSAL_CHOSEN, "the chosen answer alone refuses", group -> {
                    boolean[] refuses = refusing(group, list);
                    return pair -> refuses[pair.chosen()] && !refuses[pair.rejected()];
                })
                .then(pairCheck(Check.REFUSAL_REJECTED, "the rejected answer alone refuses", group -> {
                    boolean[] refuses = refusing(group, list);
                    return pair -> refuses[pair.rejected()] && !refuses[pair.chosen()];
                }))
                .then(pairCheck(
                        Check.NEAR_IDENTICAL,
                        "the two answers are nearly the same",
                        group -> new NearIdentical(group, least)));
    }

    private static boolean[] refusing(ResponseGroup group, Refusals list) {
        boolean[] refuses = new boolean[group.responses().size()];
        for (int i = 0; i < refuses.length; i++) {
            refuses[i] = list.matches(group.responses().get(i).spoken());
        }
        return refuses;
    }

    /** What is wrong with pairs of a group: made once a group, so that each answer is looked at once. */
    @FunctionalInterface
    private interface PairLook extends Function<ResponseGroup, Predicate<Pair>>, Serializable {}

    private GroupStep pairCheck(Check check, String detail, PairLook look) {
        String name = Setting.wireName(check);
        if (filters.drop().contains(check)) {
            return (group, sink) -> {
                Predicate<Pair> wrong = look.apply(group);
                return PairRule.step(name, (same, pair) -> wrong.test(pair) ? detail : "")
                        .apply(group, sink);
            };
        }
        if (!filters.notice().contains(check)) {
            return (group, sink) -> group;
        }
        return (group, sink) -> {
            Predicate<Pair> wrong = look.apply(group);
            for (Pair pair : group.pairs()) {
                if (wrong.test(pair)) {
                    sink.notice(name);
                }
            }
            return group;
        };
    }
}
