package org.counterpoint.train.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
                aside(Kind.ROW, group, "nothing_to_learn", selection.whyNothing());
            }
            return null;
        }
        return new PreparedGroup(counts.groups(), counts.responses(), group.id(), group.origin(), answers, preferences);
    }

    /** Takes down a group that {@link #prepare} made and that is kept. */
    void kept(PreparedGroup group) {
        counts.kept(group);
    }

    private List<Answer> encode(ResponseGroup group, boolean[] used, int[] places) {
        List<Integer> indices = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                indices.add(i);
                texts.add(group.responses().get(i).text());
            }
        }
        GroupEncoder.Encoded encoded = encoder.encode(group.prompt(), texts);
        counts.encoded(texts.size(), encoded.merged());
        List<Answer> answers = new ArrayList<>();
        for (int k = 0; k < texts.size(); k++) {
            Response response = group.responses().get(indices.get(k));
            TokenSequence sequence = encoded.sequences().get(k);
            if (sequence == null) {
                String reason = Objects.requireNonNullElse(encoded.reasons().get(k), "not_encoded");
                ledger.add(LedgerEntry.of(Kind.ANSWER, response.origin(), group.id(), reason));
                continue;
            }
            if (sequence.responseStart() >= limit.tokens()) {
                String detail = "the prompt has " + sequence.responseStart() + " tokens, " + limit.words();
                if (settings.tooLong() == TooLong.RAISE) {
                    throw new InputException(
                            group.origin() + ": " + detail + "\n  " + limit.mend() + ", or set too_long to drop");
                }
                aside(Kind.ROW, group, Reasons.TOO_LONG, detail);
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
        ledger.add(new LedgerEntry(Kind.ANSWER, response.origin(), group.id(), Reasons.TOO_LONG, detail));
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

    private void aside(Kind kind, ResponseGroup group, String reason, String detail) {
        ledger.add(new LedgerEntry(kind, group.origin(), group.id(), reason, detail));
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
