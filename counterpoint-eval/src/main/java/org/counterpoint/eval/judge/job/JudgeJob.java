package org.counterpoint.eval.judge.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.write.Claim;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.eval.Annotation;
import org.counterpoint.eval.annotations.AnnotationWriter;
import org.counterpoint.eval.annotations.BothOrders;
import org.counterpoint.eval.judge.Asking;
import org.counterpoint.eval.judge.Judged;
import org.counterpoint.eval.judge.Judged.Status;
import org.counterpoint.eval.judge.PairJudge;
import org.counterpoint.eval.judge.View;
import org.counterpoint.eval.judge.parse.VerdictReading;
import org.counterpoint.store.JournalFile;
import org.counterpoint.store.Provenance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Two files of answers to {@code annotations.json}, {@code verdicts.jsonl}, {@code ledger.jsonl} and
 * {@code summary.json}.
 */
public final class JudgeJob {
    /** The ledger's reason where the judge's answers could not be read. */
    static final String UNPARSABLE = "unparsable_verdict";
    /** The ledger's reason where no answer of the judge came. */
    static final String FAILED = "judge_failed";
    /** The ledger's reason where the budget or the server ended first. */
    static final String NOT_ASKED = "not_asked";

    private static final String SUMMARY = "summary.json";

    private final JudgeRequest request;
    private final Comparisons comparisons;
    private final CountingLedger ledger;
    private final VerdictTally tally = new VerdictTally();

    private JudgeJob(JudgeRequest request, Comparisons comparisons, CountingLedger ledger) {
        this.request = request;
        this.comparisons = comparisons;
        this.ledger = ledger;
    }

    /**
     * Runs to the end, or as far as the judge gets.
     *
     * @return empty where an earlier run of the same work had finished, so that there was nothing to do
     * @param opening begins the judge's work; not called where a file is wrong or there is nothing left to do
     * @throws InputException where the answers or the output cannot be used
     * @throws InterruptedException where this thread is stopped; what was answered is kept
     */
    public static Optional<JudgeSummary> run(JudgeRequest request, Sitting.Opening opening, Progress progress)
            throws InterruptedException {
        MemoryLedger kept = new MemoryLedger();
        CountingLedger ledger = new CountingLedger(kept);
        Comparisons comparisons;
        Claim.requireNoInput(request.out(), record(request, ""));
        try {
            comparisons =
                    Comparisons.join(request.candidate(), request.baseline(), request.references(), ledger, progress);
        } catch (InputException e) {
            throw LedgerFile.kept(file -> kept.entries().forEach(file::add), LedgerFile.beside(request.out()), e);
        }
        Provenance record = record(request, comparisons.hash());
        try (OutputFolder out = OutputFolder.claim(request.out(), record, request.overwrite())) {
            if (Files.exists(request.out().resolve(SUMMARY))
                    && !request.overwrite()
                    && !JournalFile.isThere(request.out())) {
                return Optional.empty();
            }
            JudgeJob job = new JudgeJob(request, comparisons, ledger);
            return Optional.of(job.run(out, opening, record, kept));
        }
    }

    /** @param answers the hash of what is compared */
    private static Provenance record(JudgeRequest request, String answers) {
        Map<String, String> settings = new TreeMap<>(request.settings());
        settings.put("annotator", request.annotator());
        settings.put("answers", answers);
        Provenance record = Provenance.of("judge", settings)
                .from(
                        "candidate",
                        request.candidate().model(),
                        request.candidate().path())
                .from("baseline", request.baseline().model(), request.baseline().path());
        Path references = request.references();
        return references == null ? record : record.from("references", references);
    }

    private JudgeSummary run(OutputFolder out, Sitting.Opening opening, Provenance record, MemoryLedger kept)
            throws InterruptedException {
        try (Sitting sitting = opening.open(record, comparisons.list())) {
            AskingSummary asking = judge(sitting.judge(), out);
            JudgeSummary summary = JudgeSummary.of(request, comparisons, tally, asking, ledger);
            try (LedgerFile file = new LedgerFile(out.staging().resolve("ledger.jsonl"))) {
                kept.entries().forEach(file::add);
            }
            JudgeSummaryFile.write(out.staging().resolve(SUMMARY), summary.toJson());
            out.commit();
            sitting.end(summary.complete());
            return summary;
        }
    }

    private AskingSummary judge(PairJudge judge, OutputFolder out) throws InterruptedException {
        Map<String, String> datasets = Datasets.of(request.candidate().path());
        try (AnnotationWriter annotations = new AnnotationWriter(out.staging().resolve("annotations.json"));
                JsonLines verdicts = new JsonLines(out.staging().resolve("verdicts.jsonl"))) {
            return judge.judge(comparisons.list(), judged -> {
                tally.add(judged);
                setAside(judged);
                judged.askings().forEach(asking -> verdicts.write(VerdictRows.row(judged.comparison(), asking)));
                if (judged.status() != Status.NOT_ASKED) {
                    String dataset = datasets.get(judged.comparison().instruction());
                    annotations.write(annotation(judged), dataset, more(judged));
                }
            });
        }
    }

    private Annotation annotation(Judged judged) {
        return new Annotation(
                judged.comparison().instruction(),
                judged.comparison().baseline(),
                comparisons.baseline(),
                judged.comparison().candidate(),
                comparisons.candidate(),
                request.annotator(),
                judged.preference(),
                judged.comparison().origin());
    }

    /** AlpacaEval's further columns, and what was said in either order. */
    private static Map<String, JsonNode> more(Judged judged) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Map<String, JsonNode> more = new LinkedHashMap<>();
        double seconds = 0;
        JsonNode raw = json.nullNode();
        for (Asking asking : judged.askings()) {
            if (asking.reply() != null) {
                seconds += asking.reply().latency().toNanos() / 1e9;
                raw = json.stringNode(asking.reply().text());
            }
        }
        more.put("price_per_example", json.nullNode());
        more.put("time_per_example", raw.isNull() ? json.nullNode() : json.numberNode(seconds));
        more.put("raw_completion", raw);
        if (judged.askings().stream()
                        .map(Asking::view)
                        .filter(View::showsTwo)
                        .distinct()
                        .count()
                == 2) {
            more.put(BothOrders.BASELINE_FIRST, preference(judged, View.BASELINE_FIRST));
            more.put(BothOrders.CANDIDATE_FIRST, preference(judged, View.CANDIDATE_FIRST));
        }
        return more;
    }

    private static JsonNode preference(Judged judged, View view) {
        JsonNode found = JsonNodeFactory.instance.nullNode();
        for (Asking asking : judged.askings()) {
            if (asking.view() == view && asking.reading() instanceof VerdictReading.Preference preference) {
                found = JsonNodeFactory.instance.numberNode(view.preference(preference.value()));
            }
        }
        return found;
    }

    private void setAside(Judged judged) {
        String reason =
                switch (judged.status()) {
                    case UNPARSABLE -> UNPARSABLE;
                    case FAILED -> FAILED;
                    case NOT_ASKED -> NOT_ASKED;
                    default -> "";
                };
        if (!reason.isEmpty()) {
            ledger.add(new LedgerEntry(
                    LedgerEntry.Kind.PAIR,
                    judged.comparison().origin(),
                    judged.comparison().id(),
                    reason,
                    why(judged)));
        }
    }

    private static String why(Judged judged) {
        String why = VerdictTally.why(judged);
        return why.isEmpty() ? "the judge was not asked" : why;
    }
}
