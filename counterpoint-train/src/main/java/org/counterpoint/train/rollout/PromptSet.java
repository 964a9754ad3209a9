package org.counterpoint.train.rollout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Counts;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Losses;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptRow;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.forms.PromptReader;
import org.counterpoint.engine.ModelException;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.LengthLimit;
import org.counterpoint.train.batch.SetAsideWords;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of a file that can be answered, in its order.
 *
 * @param setAside ledger lines by reason
 * @param firstSetAside file, line and reason of the first; empty for none
 */
public record PromptSet(Path file, List<RolloutPrompt> prompts, Map<String, Long> setAside, String firstSetAside) {

    /**
     * Reads a file of any form that has prompts.
     *
     * @param maxNewTokens what an answer may take of {@code max_length}
     * @param covered whether answers to a prompt can be scored
     * @param ledger takes what cannot be answered
     * @throws InputException where no prompt is left, or the file ends too early
     */
    public static PromptSet read(
            Path file,
            GroupEncoder encoder,
            TrainSettings.Data settings,
            int maxNewTokens,
            Predicate<Prompt> covered,
            Ledger ledger) {
        CountingLedger counting = new CountingLedger(ledger);
        LengthLimit limit = encoder.limit();
        int room = limit.tokens() - maxNewTokens;
        if (room < 1) {
            throw new InputException("max_new_tokens " + maxNewTokens + " leaves no room for a prompt: "
                    + limit.words() + "\n  " + (limit.ofModel() ? "" : "raise max_length, or ")
                    + "lower max_new_tokens");
        }
        List<RolloutPrompt> prompts = new ArrayList<>();
        try (Stream<PromptRow> rows = PromptReader.stream(file, counting, Progress.NONE)) {
            rows.forEachOrdered(row -> {
                int[] tokens = covered.test(row.prompt())
                        ? encode(row, encoder, settings, room, counting)
                        : setAside(row, Reasons.MISSING_SCORE, "nothing is known of what is right here", counting);
                if (tokens != null) {
                    prompts.add(new RolloutPrompt(row.id(), row.origin(), row.prompt(), tokens));
                }
            });
        }
        LedgerEntry first = counting.first();
        PromptSet set = new PromptSet(
                file, List.copyOf(prompts), counting.byReason(), first == null ? "" : SetAsideWords.of(first));
        if (counting.truncated()) {
            throw new InputException(file + " ends too early or is damaged" + set.described()
                    + "\nget the whole file: a model would be" + " trained on a part of it");
        }
        if (prompts.isEmpty()) {
            throw new InputException(
                    "no prompt to answer is left of " + file + set.described() + SetAsideWords.mend(set.setAside()));
        }
        return set;
    }

    private static int @Nullable [] encode(
            PromptRow row, GroupEncoder encoder, TrainSettings.Data settings, int room, Ledger ledger) {
        int[] tokens;
        try {
            tokens = encoder.encodePrompt(row.prompt());
        } catch (ModelException e) {
            return setAside(row, "template_error", String.valueOf(e.getMessage()), ledger);
        }
        if (tokens.length == 0) {
            return setAside(row, "empty_prompt", "no token is left of the prompt", ledger);
        }
        if (tokens.length <= room) {
            return tokens;
        }
        LengthLimit limit = encoder.limit();
        String detail = "the prompt has " + tokens.length + " tokens, " + limit.words() + " and leaves it " + room
                + " beside max_new_tokens";
        if (settings.tooLong() == TrainSettings.TooLong.RAISE) {
            throw new InputException(
                    row.origin() + ": " + detail + "\n  " + limit.mend() + ", or set too_long to drop");
        }
        return setAside(row, Reasons.TOO_LONG, detail, ledger);
    }

    private static int @Nullable [] setAside(PromptRow row, String reason, String detail, Ledger ledger) {
        ledger.add(new LedgerEntry(LedgerEntry.Kind.ROW, row.origin(), row.id(), reason, detail));
        return null;
    }

    /** What was set aside, as the end of a sentence; empty where nothing was. */
    public String described() {
        return setAside.isEmpty() ? "" : ": " + Counts.words(setAside) + ", the first at " + firstSetAside;
    }

    /** A sentence for each reason by which much of the prompts is lost. */
    public List<String> losses() {
        long lost = setAside.values().stream().mapToLong(Long::longValue).sum();
        return Losses.words("prompts", setAside, prompts.size() + lost);
    }
}
