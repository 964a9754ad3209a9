package org.counterpoint.answer.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Counts;
import org.counterpoint.data.InputException;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Progress;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFile;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.engine.text.TextCodec;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.store.Provenance;
import tools.jackson.databind.node.ObjectNode;

/** Answers a file of prompts with a model; goes on where an earlier run of the same work was stopped. */
public final class GenerateJob {
    /** The ledger's reason for an answer that a budget left over. */
    private static final String NOT_ASKED = "not_asked";

    private final GenerateSettings settings;
    private final TextCodec codec;
    private final long budgetTokens;
    private final BatchModel.Opening opening;
    private final Progress progress;
    private long notAsked;

    private GenerateJob(
            GenerateSettings settings,
            TextCodec codec,
            long budgetTokens,
            BatchModel.Opening opening,
            Progress progress) {
        this.settings = settings;
        this.codec = codec;
        this.budgetTokens = budgetTokens;
        this.opening = opening;
        this.progress = progress;
    }

    /** As {@link #run(GenerateSettings, long, Progress)}, for any number of tokens. */
    public static GenerateSummary run(GenerateSettings settings, Progress progress) {
        return run(settings, 0, progress);
    }

    /**
     * Runs until the prompts or the budget end; what was answered before a failure is kept beside the output. What a
     * budget left over is in the ledger, and the same work run again with a larger one goes on.
     *
     * @param budgetTokens how many tokens of prompts and answers may be spent, earlier runs included; 0: any number
     * @throws InputException where the prompts or the output cannot be used
     * @throws org.counterpoint.engine.ModelException where the model cannot be used
     */
    public static GenerateSummary run(GenerateSettings settings, long budgetTokens, Progress progress) {
        return run(settings, budgetTokens, BatchModel::here, progress);
    }

    /**
     * The same, wherever the model is.
     *
     * @param opening called once it is known that there is something to do
     */
    public static GenerateSummary run(
            GenerateSettings settings, long budgetTokens, BatchModel.Opening opening, Progress progress) {
        PromptSurvey survey = PromptSurvey.of(
                settings.data(), settings.form(), settings.out(), settings.ledger(), settings.overwrite());
        try (TextCodec codec = TextCodec.open(
                settings.model(), settings.base(), settings.choices().chatTemplate(), false)) {
            Provenance record = record(settings, survey, codec);
            try (OutputFile out = OutputFile.claim(settings.out(), record, settings.overwrite())) {
                if (Files.exists(settings.out()) && !settings.overwrite() && !Journal.isThere(settings.out())) {
                    return GenerateSummary.nothingToDo();
                }
                try (Journal journal = Journal.open(settings.out(), record, settings.overwrite())) {
                    return new GenerateJob(settings, codec, budgetTokens, opening, progress)
                            .run(out, journal, survey.count());
                }
            }
        }
    }

    private static Provenance record(GenerateSettings settings, PromptSurvey survey, TextCodec codec) {
        try (ModelFolder folder = ModelFolder.open(settings.model(), settings.base())) {
            codec.requireFits(folder.config().vocabulary().size());
            return settings.record(survey.hash(), folder.weightsHash(), codec.identity());
        }
    }

    private GenerateSummary run(OutputFile out, Journal journal, long prompts) {
        int resumed = journal.size();
        Path ledgerFile = out.staging().resolveSibling("ledger.jsonl");
        CountingLedger ledger;
        double seconds;
        try (LedgerFile file = new LedgerFile(ledgerFile)) {
            ledger = new CountingLedger(file);
            seconds = answerAll(journal, ledger, prompts * settings.choices().samples());
        }
        if (journal.size() == 0 && notAsked == 0) {
            InputException failure = new InputException("no prompt of " + settings.data() + " could be answered: "
                    + Counts.words(ledger.byReason()) + "; the first, " + first(ledger));
            throw LedgerFile.kept(ledgerFile, settings.ledger(), failure);
        }
        GenerateSummary summary = write(out.staging(), journal, ledger, resumed, seconds);
        placeLedger(ledgerFile, ledger.total() > 0);
        if (journal.size() > 0) {
            out.commit();
        }
        if (notAsked == 0) {
            journal.remove();
        }
        return summary;
    }

    private static String first(CountingLedger ledger) {
        var entry = ledger.first();
        return entry == null ? "?" : entry.origin() + ": " + entry.reason() + ": " + entry.detail();
    }

    /** @return seconds, loading excluded */
    private double answerAll(Journal journal, CountingLedger ledger, long total) {
        try (BatchModel model = opening.open(settings);
                PromptQueue queue = new PromptQueue(
                        settings.data(),
                        codec,
                        ledger,
                        model.positions(),
                        settings.choices().samples(),
                        settings.choices().batchSize())) {
            TokenBudget budget =
                    new TokenBudget(budgetTokens, settings.choices().maxNewTokens(), journal.tokensBefore());
            // What a budget still allows is known only once the batch before is answered.
            int atOnce = budgetTokens == 0 ? model.atOnce() : 1;
            List<List<PromptQueue.Item>> waiting = new ArrayList<>();
            long startedAt = System.nanoTime();
            for (List<List<PromptQueue.Item>> window = queue.nextWindow();
                    !window.isEmpty();
                    window = queue.nextWindow()) {
                for (List<PromptQueue.Item> batch : window) {
                    if (batch.stream().allMatch(item -> journal.has(item.place()))) {
                        budget.spend(batch, 0);
                    } else if (notAsked == 0 && budget.allows(batch)) {
                        waiting.add(batch);
                    } else {
                        leave(batch, budget, ledger);
                    }
                    if (waiting.size() == atOnce) {
                        answer(waiting, model, journal, budget);
                    }
                    progress.update(journal.size(), total, "answers");
                }
            }
            answer(waiting, model, journal, budget);
            progress.update(journal.size(), total, "answers");
            return (System.nanoTime() - startedAt) / 1e9;
        }
    }

    /** Once a batch was left, all after it are: what is asked next must not depend on how often one runs it. */
    private void leave(List<PromptQueue.Item> batch, TokenBudget budget, CountingLedger ledger) {
        for (PromptQueue.Item item : batch) {
            ledger.add(LedgerEntry.answer(
                    item.row().origin(),
                    item.row().id(),
                    item.sample(),
                    NOT_ASKED,
                    "the budget is spent (" + budget + "); run it again with a larger one to go on"));
        }
        notAsked += batch.size();
    }

    /** Answers batches, takes the answers down, and empties the list. */
    private void answer(List<List<PromptQueue.Item>> batches, BatchModel model, Journal journal, TokenBudget budget) {
        if (batches.isEmpty()) {
            return;
        }
        List<List<Generator.Generated>> answers =
                model.answer(batches.stream().map(this::requests).toList(), codec.endTokens());
        List<Journal.Entry> entries = new ArrayList<>();
        for (int b = 0; b < batches.size(); b++) {
            List<PromptQueue.Item> batch = batches.get(b);
            long tokens = 0;
            for (int i = 0; i < batch.size(); i++) {
                Journal.Entry entry = entry(batch.get(i), answers.get(b).get(i));
                entries.add(entry);
                tokens += entry.tokens();
            }
            budget.spend(batch, tokens);
        }
        journal.add(entries);
        batches.clear();
    }

    private List<Generator.Request> requests(List<PromptQueue.Item> batch) {
        List<Generator.Request> requests = new ArrayList<>();
        for (PromptQueue.Item item : batch) {
            long seed = RowSeed.of(settings.choices().seed(), item.row().id(), item.sample());
            requests.add(new Generator.Request(item.tokens(), seed));
        }
        return requests;
    }

    private Journal.Entry entry(PromptQueue.Item item, Generator.Generated generated) {
        ObjectNode row = settings.form()
                .row(new AnswerForm.Answered(
                        item.row().id(),
                        item.row().prompt(),
                        settings.name(),
                        codec.decode(generated.tokens()),
                        generated.tokens().length,
                        generated.stopped(),
                        item.sample()));
        return new Journal.Entry(item.place(), generated.tokens().length, generated.stopped(), row);
    }

    private GenerateSummary write(Path file, Journal journal, CountingLedger ledger, int resumed, double seconds) {
        long[] stopped = new long[1];
        long[] tokens = new long[1];
        try (RowFile rows = new RowFile(file)) {
            journal.inOrder(entry -> {
                rows.write(entry.row());
                stopped[0] += entry.stopped() ? 1 : 0;
                tokens[0] += entry.tokens();
            });
        }
        return new GenerateSummary(
                false,
                journal.size(),
                resumed,
                stopped[0],
                tokens[0],
                seconds,
                ledger.byReason(),
                ledger.first(),
                notAsked,
                ledger.truncated());
    }

    private void placeLedger(Path written, boolean anything) {
        Path place = settings.ledger();
        try {
            if (anything) {
                Files.move(written, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(place + " cannot be written: " + e, e);
        }
    }
}
