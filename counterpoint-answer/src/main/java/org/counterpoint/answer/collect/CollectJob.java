package org.counterpoint.answer.collect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.counterpoint.answer.generate.AnswerForm;
import org.counterpoint.answer.generate.PromptSurvey;
import org.counterpoint.answer.generate.RowFile;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.Outcome;
import org.counterpoint.chat.ask.AnswerJournal;
import org.counterpoint.chat.ask.DurableAsker;
import org.counterpoint.chat.openai.OpenAiChatModel;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.PromptReader;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFile;
import org.counterpoint.store.Provenance;

/** Asks a server for the answers to a file of prompts; goes on where an earlier run of the same work was stopped. */
public final class CollectJob {

    /** The ledger's reason for a prompt that a budget or a server that is down left over. */
    static final String NOT_ASKED = "not_asked";

    private final CollectSettings settings;
    private final Progress progress;
    private long cutOff;

    private CollectJob(CollectSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs until the prompts or the budget end, or the server is down for too long. Whatever was answered is in the
     * output then; the rest is in the ledger, and the same work run again asks for it.
     *
     * @throws org.counterpoint.data.InputException where the prompts or the output cannot be used
     * @throws InterruptedException where this thread is stopped; what was answered is kept
     */
    public static CollectSummary run(CollectSettings settings, Progress progress) throws InterruptedException {
        PromptSurvey survey = PromptSurvey.of(
                settings.data(),
                AnswerForm.counterpoint,
                settings.out(),
                CollectSettings.ledgerOf(settings.out()),
                settings.overwrite());
        Provenance record = settings.record(survey.hash());
        try (OutputFile out = OutputFile.claim(settings.out(), record, settings.overwrite())) {
            if (Files.exists(settings.out()) && !settings.overwrite() && !AnswerJournal.isThere(settings.out())) {
                return CollectSummary.nothingToDo();
            }
            try (AnswerJournal journal = AnswerJournal.open(settings.out(), record, settings.overwrite());
                    ChatModel model = new OpenAiChatModel(settings.endpoint())) {
                return new CollectJob(settings, progress)
                        .run(
                                out,
                                journal,
                                model,
                                survey.count() * settings.choices().samples());
            }
        }
    }

    private CollectSummary run(OutputFile out, AnswerJournal journal, ChatModel model, long total)
            throws InterruptedException {
        Path ledgerFile = out.staging().resolveSibling("ledger.jsonl");
        CountingLedger ledger;
        AskingSummary asking;
        long startedAt = System.nanoTime();
        ServerChoices server = settings.choices().server();
        DurableAsker asker =
                new DurableAsker(model, journal, server.limits(), server.budget(), soFar -> show(soFar, total));
        try (LedgerFile file = new LedgerFile(ledgerFile);
                RowFile rows = new RowFile(out.staging())) {
            ledger = new CountingLedger(file);
            asking = ask(asker, rows, ledger);
        }
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        CollectSummary summary = new CollectSummary(
                false, asking, cutOff, seconds, ledger.byReason(), ledger.first(), ledger.truncated());
        finish(summary, out, journal, ledgerFile);
        return summary;
    }

    private AskingSummary ask(DurableAsker asker, RowFile rows, CountingLedger ledger) throws InterruptedException {
        try (PromptReader reader = new PromptReader(settings.data(), ledger, Progress.NONE)) {
            Questions questions = new Questions(
                    reader,
                    settings,
                    asker.heldBack(),
                    question -> add(ledger, question, NOT_ASKED, "asking ended before it; run it again to go on"));
            AskingSummary asking = asker.ask(questions, outcome -> {
                Questions.Question question = questions.of(outcome.request());
                if (outcome instanceof Outcome.Answered answered) {
                    rows.write(AnswerRows.row(question, settings.name(), answered.reply()));
                    cutOff += "length".equals(answered.reply().finish()) ? 1 : 0;
                } else if (outcome instanceof Outcome.Failed failed) {
                    add(ledger, question, failed.reason(), failed.detail());
                }
            });
            questions.end();
            return asking;
        }
    }

    private static void add(CountingLedger ledger, Questions.Question question, String reason, String detail) {
        ledger.add(LedgerEntry.answer(
                question.row().origin(), question.row().id(), question.request().sample(), reason, detail));
    }

    /** Lets appear what there is. Where something is missing the journal stays, for a later run to go on from. */
    private void finish(CollectSummary summary, OutputFile out, AnswerJournal journal, Path ledgerFile) {
        placeLedger(ledgerFile, !summary.setAside().isEmpty());
        boolean whole = summary.asking().failed() == 0 && summary.asking().notAsked() == 0;
        if (summary.asking().answered() > 0) {
            out.commit();
        }
        if (whole) {
            journal.remove();
        } else {
            journal.end();
        }
    }

    private void placeLedger(Path written, boolean anything) {
        Path place = CollectSettings.ledgerOf(settings.out());
        try {
            if (anything) {
                Files.move(written, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(written);
                Files.deleteIfExists(place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(place + " cannot be written: " + e, e);
        }
    }

    private void show(AskingSummary soFar, long total) {
        String extra = soFar.failed() + " failed, " + (soFar.promptTokens() + soFar.completionTokens()) + " tokens";
        if (!Double.isNaN(soFar.cost())) {
            extra += String.format(Locale.ROOT, ", cost %.4f", soFar.cost());
        }
        progress.update(soFar.answered() + soFar.failed(), total, "answers", extra);
    }
}
