package org.counterpoint.train.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.LedgerEntry.Kind;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.batch.PreparedGroup.Answer;
import org.counterpoint.train.batch.PreparedGroup.Preference;
import org.counterpoint.train.settings.TrainSettings.Data;
import org.counterpoint.train.settings.TrainSettings.TooLong;
import org.jspecify.annotations.Nullable;

/** Makes prepared groups of response groups, and counts what is left out. */
final class Preparation {
    private final GroupEncoder encoder;
    private final Data settings;
    private final LengthLimit limit;
    private final Selection selection;
    private final Ledger ledger;
    private final PreparationCounts counts = new PreparationCounts();

    Preparation(GroupEncoder encoder, Data settings, Selection selection, Ledger ledger) {
        this.encoder = encoder;
        this.settings = settings;
        this.limit = encoder.limit();
        this.selection = selection;
        this.ledger = ledger;
    }

    PreparationCounts counts() {
        return counts;
    }

    /** Takes down what the rows' reading left out. */
    void leftOut(LedgerEntry entry) {
        String lostPair = entry.lostPair();
        if (lostPair != null && selection.takes(lostPair)) {
            counts.lostPair(lostPair);
        } else if (lostPair == null && entry.kind() == Kind.PAIR) {
            counts.pairLeftOut(entry.reason());
        } else if (lostPair == null) {
            counts.lost(entry.reason(), 1);
        }
    }

    /** The group as tokens, or null where nothing of it can be used. */
    @Nullable
    PreparedGroup prepare(ResponseGroup group) {
        counts.preferences(group);
        List<Pair> pairs = selection.pairs(group);
        boolean[] used = selection.responses(group, pairs);
        int[] places = new int[used.length];
        Arrays.fill(places, -1);
        List<Answer> answers = used(used) ? encode(group, used, places) : List.of();
        List<Preference> preferences = preferences(group, pairs, places);
        if (selection.ofResponses() ? answers.isEmpty() : preferences.isEmpty()) {
            if (!used(used)) {
                counts.unused();
                LostAnswers.rows(group, group.responses(), StoreSummary.NOTHING_TO_LEARN, selection.whyNothing())
                        .forEach(this::lose);
            }
            answers.forEach(answer -> loseAlone(answer, group));
            return null;
        }
        PreparedGroup whole = new PreparedGroup(
                counts.groups(), counts.responses(), group.id(), group.origin(), answers, preferences);
        return selection.ofResponses() ? whole : paired(whole, group);
    }

    /** Without the answers of which every pair is lost: they would cost their passes, and nothing would be learnt of them. */
    private PreparedGroup paired(PreparedGroup whole, ResponseGroup group) {
        boolean[] paired = new boolean[whole.responses().size()];
        for (Preference pair : whole.pairs()) {
            paired[pair.chosen()] = true;
            paired[pair.rejected()] = true;
        }
        int[] places = new int[paired.length];
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < paired.length; i++) {
            places[i] = answers.size();
            if (paired[i]) {
                answers.add(whole.responses().get(i));
            } else {
                loseAlone(whole.responses().get(i), group);
            }
        }
        List<Preference> pairs = whole.pairs().stream()
                .map(pair -> new Preference(places[pair.chosen()], places[pair.rejected()], pair.type(), pair.margin()))
                .toList();
        return new PreparedGroup(whole.ordinal(), whole.firstResponse(), whole.id(), whole.origin(), answers, pairs);
    }

    private void loseAlone(Answer answer, ResponseGroup group) {
        lose(LostAnswers.one(new LedgerEntry(
                Kind.ANSWER,
                answer.origin(),
                group.id(),
                Reasons.WITHOUT_PAIR,
                answer.model() + "'s answer is left without a pair: those that it stood in are lost with others")));
    }

    private void lose(LostAnswers lost) {
        ledger.add(lost.entry());
        counts.lost(lost.entry().reason(), lost.answers());
    }

    /** Takes down a group that {@link #prepare} made and that is kept. */
    void kept(PreparedGroup group) {
        counts.kept(group);
    }

    private List<Answer> encode(ResponseGroup group, boolean[] used, int[] places) {
        List<Integer> indices = new ArrayList<>();
        List<Response> responses = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                indices.add(i);
                responses.add(group.responses().get(i));
            }
        }
        GroupEncoder.Encoded encoded = encoder.encode(
                group.prompt(), responses.stream().map(Response::text).toList());
        counts.encoded(responses.size(), encoded.merged());
        LostAnswers.of(group, responses, encoded).forEach(this::lose);
        List<Answer> answers = new ArrayList<>();
        for (int k = 0; k < responses.size(); k++) {
            Response response = responses.get(k);
            TokenSequence sequence = encoded.sequences().get(k);
            if (sequence == null) {
                continue;
            }
            if (sequence.responseStart() >= limit.tokens()) {
                String detail = "the prompt has " + sequence.responseStart() + " tokens, " + limit.words();
                if (settings.tooLong() == TooLong.RAISE) {
                    throw new InputException(
                            group.origin() + ": " + detail + "\n  " + limit.mend() + ", or set too_long to drop");
                }
                LostAnswers.rows(group, encodedOnes(responses, encoded), Reasons.TOO_LONG, detail)
                        .forEach(this::lose);
                return List.of();
            }
            TokenSequence fitting = fit(sequence, group, response);
            if (fitting != null) {
                places[indices.get(k)] = answers.size();
                answers.add(new Answer(response.model(), response.sample(), response.origin(), fitting));
            }
        }
        return answers;
    }

    private @Nullable TokenSequence fit(TokenSequence sequence, ResponseGroup group, Response response) {
        int length = sequence.tokens().length;
        if (length <= limit.tokens()) {
            return sequence;
        }
        String detail = response.model() + "'s answer has " + length + " tokens with its prompt, " + limit.words();
        if (settings.tooLong() == TooLong.RAISE) {
            throw new InputException(response.origin() + ": " + detail + "\n  " + limit.mend()
                    + ", or set too_long to drop or truncate");
        }
        if (settings.tooLong() == TooLong.TRUNCATE) {
            counts.truncated();
            return new TokenSequence(Arrays.copyOf(sequence.tokens(), limit.tokens()), sequence.responseStart());
        }
        lose(LostAnswers.one(new LedgerEntry(Kind.ANSWER, response.origin(), group.id(), Reasons.TOO_LONG, detail)));
        return null;
    }

    private List<Preference> preferences(ResponseGroup group, List<Pair> pairs, int[] places) {
        List<Preference> preferences = new ArrayList<>();
        for (Pair pair : pairs) {
            int chosen = places[pair.chosen()];
            int rejected = places[pair.rejected()];
            if (chosen >= 0 && rejected >= 0) {
                preferences.add(new Preference(chosen, rejected, pair.type(), selection.margin(group, pair)));
            } else {
                counts.lostPair(pair.type());
            }
        }
        return preferences;
    }

    private static List<Response> encodedOnes(List<Response> responses, GroupEncoder.Encoded encoded) {
        return IntStream.range(0, responses.size())
                .filter(i -> encoded.sequences().get(i) != null)
                .mapToObj(responses::get)
                .toList();
    }

    private static boolean used(boolean[] used) {
        for (boolean one : used) {
            if (one) {
                return true;
            }
        }
        return false;
    }
}
