package org.counterpoint.pairs.choose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Refusals;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.choose.AnswerChecks.AnswerCheck;
import org.counterpoint.pairs.choose.ChooseSettings.Check;
import org.counterpoint.pairs.step.GroupStep;
import org.counterpoint.pairs.step.StepSink;
import org.counterpoint.pairs.text.Shingles;
import org.jspecify.annotations.Nullable;

/** Looks at answers and pairs: what is wrong is set aside where that is asked for, else counted where that is. */
final class Checks {
    private final ChooseSettings settings;
    private final Refusals refusals;

    Checks(ChooseSettings settings) {
        this.settings = settings;
        this.refusals = settings.refusalList();
    }

    /** Of an answer with several faults the first dropping one is its reason. */
    GroupStep answers() {
        Map<String, AnswerCheck> dropping = new LinkedHashMap<>();
        Map<String, AnswerCheck> counting = new LinkedHashMap<>();
        for (Check check : Check.values()) {
            AnswerCheck looking = answerCheck(check);
            if (looking != null && settings.drop().contains(check)) {
                dropping.put(SettingValues.wire(check), looking);
            } else if (looking != null && settings.notice().contains(check)) {
                counting.put(SettingValues.wire(check), looking);
            }
        }
        if (!settings.languages().isEmpty()) {
            dropping.merge(
                    SettingValues.wire(Check.WRONG_LANGUAGE),
                    LanguageCheck.among(settings.languages()),
                    AnswerCheck::or);
        }
        if (settings.minChars() > 0 || settings.minWords() > 0) {
            dropping.put("too_short", AnswerChecks.tooShort(settings.minChars(), settings.minWords()));
        }
        if (settings.maxChars() > 0 || settings.maxWords() > 0) {
            dropping.put("too_long", AnswerChecks.tooLong(settings.maxChars(), settings.maxWords()));
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
    GroupStep pairs() {
        return pairCheck(Check.REFUSAL_CHOSEN, "the chosen answer alone refuses", this::chosenRefuses)
                .then(pairCheck(Check.REFUSAL_REJECTED, "the rejected answer alone refuses", this::rejectedRefuses))
                .then(pairCheck(Check.NEAR_IDENTICAL, "the two answers are nearly the same", this::nearIdentical));
    }

    private record InGroup(ResponseGroup group, Pair pair) {
        String chosen() {
            return group.responses().get(pair.chosen()).text();
        }

        String rejected() {
            return group.responses().get(pair.rejected()).text();
        }
    }

    private GroupStep pairCheck(Check check, String detail, Predicate<InGroup> wrong) {
        String name = SettingValues.wire(check);
        if (settings.drop().contains(check)) {
            return PairRule.step(name, (group, pair) -> wrong.test(new InGroup(group, pair)) ? detail : "");
        }
        if (!settings.notice().contains(check)) {
            return (group, sink) -> group;
        }
        return (group, sink) -> {
            for (Pair pair : group.pairs()) {
                if (wrong.test(new InGroup(group, pair))) {
                    sink.notice(name);
                }
            }
            return group;
        };
    }

    private boolean chosenRefuses(InGroup pair) {
        return refusals.matches(pair.chosen()) && !refusals.matches(pair.rejected());
    }

    private boolean rejectedRefuses(InGroup pair) {
        return refusals.matches(pair.rejected()) && !refusals.matches(pair.chosen());
    }

    private boolean nearIdentical(InGroup pair) {
        int shorter = Math.min(pair.chosen().length(), pair.rejected().length());
        int longer = Math.max(pair.chosen().length(), pair.rejected().length());
        // White space aside, texts of such different length have too few shingles in common.
        return shorter >= longer * settings.nearIdentical() / 2
                && Shingles.ofCharacters(pair.chosen()).similarity(Shingles.ofCharacters(pair.rejected()))
                        >= settings.nearIdentical();
    }
}
