package org.counterpoint.train.score;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.counterpoint.data.Counts;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.rows.DataPlace;
import org.counterpoint.data.write.Claim;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.store.JournalFile;
import org.counterpoint.store.NewFolders;
import org.counterpoint.store.Provenance;
import org.counterpoint.store.WholeFile;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.SetAsideWords;
import org.counterpoint.train.ranks.RankMeeting;
import org.counterpoint.train.ranks.RankPlan;
import org.counterpoint.train.ranks.RankSettings;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.run.Backend;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.run.RankAgreement;
import org.counterpoint.train.run.Roles;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scores a file of groups with the code that training uses: a line a group, in order, {@code {"id","responses":[{"model",
 * "prompt_tokens","tokens","logp"}]}}.
 */
public final class ResponseScorer {
    private ResponseScorer() {}

    /** Scores with the engine's models. */
    public static ScoreResult score(ScoreRequest request, LongConsumer done) {
        return score(new EngineBackend(), request, done);
    }

    /** Scores in this process alone. */
    public static ScoreResult score(Backend backend, ScoreRequest request, LongConsumer done) {
        return score(backend, request, RankPlan.alone(), RankSettings.usual(), done)
                .orElseThrow();
    }

    /**
     * Writes {@code out} and, beside it, {@code OUT.ledger.jsonl} with what was set aside.
     *
     * @param plan which ranks share the work; rank 0 alone reads the data and writes
     * @param done told how many groups are scored
     * <p>What a killed run had scored is on the disk and is not scored again.
     *
     * @return empty for a rank that does not lead
     * @throws InputException where data or model cannot be used, or {@code out} exists and is not to be overwritten
     * @throws TrainingException where a file cannot be written, or a rank is lost
     */
    public static Optional<ScoreResult> score(
            Backend backend, ScoreRequest request, RankPlan plan, RankSettings network, LongConsumer done) {
        RankMeeting meeting = new RankMeeting(
                plan,
                network,
                RankPlan.logs(request.out()),
                request.passes().threads(),
                ranks -> RankAgreement.require(ranks, "score", () -> computed(backend, request)));
        try {
            return meeting.during(() -> {
                if (meeting.leads()) {
                    return Optional.of(lead(backend, request, meeting, done));
                }
                try (SharedWindows windows = windows(backend, request, meeting.ranks())) {
                    windows.help();
                    return Optional.empty();
                }
            });
        } catch (IOException e) {
            throw failed(request, e);
        } catch (UncheckedIOException e) {
            IOException cause = Objects.requireNonNull(e.getCause(), "every such exception has a cause");
            throw failed(request, cause);
        }
    }

    private static ScoreResult lead(Backend backend, ScoreRequest request, RankMeeting meeting, LongConsumer done)
            throws IOException {
        if (meeting.isAwaited()) {
            meeting.ranks();
        }
        requireFreePlace(request);
        new DataPlace(request.data()).requireThere();
        NewFolders above = requireFolder(request.out());
        // Both read all that loading reads: beside one another, the tokenizer, and the record's beside the loading too.
        CompletableFuture<String> weights = CompletableFuture.supplyAsync(() -> weightsHash(backend, request));
        CompletableFuture<Provenance> record =
                CompletableFuture.supplyAsync(() -> record(request).hashed());
        Path ledgerFile = LedgerFile.beside(request.out());
        Path ledgerWork = WholeFile.beside(ledgerFile);
        AtomicLong before = new AtomicLong();
        String number = backend.scoresTexts(request.model()) ? "score" : "logp";
        try (GroupEncoder encoder = backend.openEncoder(Roles.of(request.model()), request.text());
                JournalFile out = journal(request, identity(request, made(weights), encoder), before);
                SharedWindows windows = windows(backend, request, meeting.ranks())) {
            ScoreResult result;
            try (BufferedWriter ledger = Files.newBufferedWriter(ledgerWork, StandardCharsets.UTF_8)) {
                GroupScoring scoring = new GroupScoring(
                        request, encoder, windows, new GroupScoring.Output(out, before.get(), ledger, number), done);
                backend.readGroups(request.data(), TrainingData.Use.SCORES, scoring::aside, scoring::add);
                result = scoring.finish();
            } catch (InputException e) {
                throw LedgerFile.kept(ledgerWork, ledgerFile, e);
            }
            if (result.unscored() == result.responses()) {
                out.clear();
                InputException failure = new InputException("no response of " + request.data() + " can be scored: "
                        + Counts.words(result.setAside()) + ", the first at " + result.firstSetAside()
                        + SetAsideWords.mend(result.setAside()));
                throw LedgerFile.kept(ledgerWork, ledgerFile, failure);
            }
            WholeFile.publish(ledgerWork, ledgerFile);
            made(record).write(Provenance.beside(request.out()));
            out.publish(request.out());
            windows.finish();
            return result;
        } finally {
            discard(ledgerWork);
            above.removeEmpty();
        }
    }

    private static SharedWindows windows(Backend backend, ScoreRequest request, Ranks ranks) {
        return new SharedWindows(
                ranks,
                request.passes(),
                () -> backend.loadModel(
                        request.model(),
                        backend.scoresTexts(request.model()) ? new HeadKind.Score(0) : HeadKind.logProbabilities(),
                        request.passes(),
                        backend.precision(request.passes().precision()),
                        false));
    }

    /**
     * Looks at the place of the scores alone.
     *
     * @throws InputException where it holds what is to stay, or lies among the data
     */
    public static void requireFreePlace(ScoreRequest request) {
        Claim.requireNoInput(request.out(), record(request));
        if (Files.exists(request.out()) && !request.overwrite()) {
            throw new InputException(
                    request.out() + " exists and is left as it is\n  give another --out, or --overwrite");
        }
    }

    /** What a score depends on beside the row. */
    private static Map<String, String> computed(Backend backend, ScoreRequest request) throws IOException {
        return Map.of(
                "weights_sha256",
                backend.weightsHash(request.model()),
                "passes",
                request.passes().toString(),
                "precision",
                backend.precision(request.passes().precision()).wireName());
    }

    /** The lines scored so far, which become the output. */
    private static JournalFile journal(ScoreRequest request, ObjectNode identity, AtomicLong scored) {
        Path out = request.out();
        Path file = partial(out);
        try {
            JournalFile journal = JournalFile.open(
                    out, file, identity, request.overwrite(), (place, line) -> scored.incrementAndGet());
            if (journal.isSpoilt()) {
                journal.clear(); // which groups the lines behind it belong to is not known
                scored.set(0);
            }
            return journal;
        } catch (JournalFile.Refused e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    /** Of scores; there only while it holds some. */
    private static Path partial(Path out) {
        return out.resolveSibling("." + out.getFileName() + ".partial");
    }

    private static NewFolders requireFolder(Path out) {
        try {
            return NewFolders.above(out);
        } catch (IOException e) {
            throw new InputException(
                    "nothing can be written beside " + out + ": " + IoWords.of(e) + "\n  give another --out", e);
        }
    }

    private static TrainingException failed(ScoreRequest request, IOException e) {
        return new TrainingException(
                request.out() + " could not be made: " + IoWords.of(e) + "\n  "
                        + (Files.exists(partial(request.out())) ? "what was scored is kept; " : "")
                        + "mend that and give the same command again",
                e);
    }

    /** All that the scores depend on. */
    private static ObjectNode identity(ScoreRequest request, String weights, GroupEncoder encoder) throws IOException {
        return JsonMapper.shared()
                .createObjectNode()
                .put("data_sha256", new DataPlace(request.data()).hash())
                .put("weights_sha256", weights)
                .put("tokens", encoder.identity())
                .put("text", request.text().toString())
                .put("passes", request.passes().toString());
    }

    private static String weightsHash(Backend backend, ScoreRequest request) {
        try {
            return backend.weightsHash(request.model());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What another thread makes, or the failure that it met. */
    private static <T> T made(CompletableFuture<T> making) {
        try {
            return making.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failed ? failed : e;
        }
    }

    private static Provenance record(ScoreRequest request) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("text", request.text().toString());
        settings.put("passes", request.passes().toString());
        return Provenance.of("score", settings).from("model", request.model()).from("data", request.data());
    }

    private static void discard(Path work) {
        try {
            if (Files.exists(work)) {
                Files.delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
