package org.counterpoint.train.score;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.counterpoint.data.Counts;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.LedgerEntry.Kind;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.write.JsonForms;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.JournalFile;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scores a file of groups with the code that training uses: a line a group, in order, {@code {"id","responses":[{"model",
 * "prompt_tokens","tokens","logp"}]}}. Batches are cut by length within a
 * window of groups, which is about one pass. Ranks score a window each: what a kill costs.
 */
public final class ResponseScorer {
    private static final int MOST_GROUPS = 64; // of a window

    private final ScoreRequest request;
    private final GroupEncoder encoder;
    private final SharedWindows scorer;
    private final JournalFile out;
    private final BufferedWriter ledger;
    private final LongConsumer done;
    private final String number;
    private final List<Row> window = new ArrayList<>();
    private final List<List<Row>> waiting = new ArrayList<>();
    private final long scoredBefore;
    private final Map<String, Long> setAside = new TreeMap<>();
    private String firstSetAside = "";
    private long windowTokens;
    private long groups;
    private long responses;
    private long unscored;
    private long tokens;

    private ResponseScorer(
            ScoreRequest request,
            GroupEncoder encoder,
            SharedWindows scorer,
            JournalFile out,
            long scoredBefore,
            BufferedWriter ledger,
            String number,
            LongConsumer done) {
        this.number = number;
        this.request = request;
        this.encoder = encoder;
        this.scorer = scorer;
        this.out = out;
        this.scoredBefore = scoredBefore;
        this.ledger = ledger;
        this.done = done;
    }

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
        if (Files.exists(request.out()) && !request.overwrite()) {
            throw new InputException(
                    request.out() + " exists and is left as it is\n  give another --out, or --overwrite");
        }
        requireFile(request.data());
        Path ledgerFile = request.out().resolveSibling(request.out().getFileName() + ".ledger.jsonl");
        Path ledgerWork = WholeFile.beside(ledgerFile);
        AtomicLong before = new AtomicLong();
        String number = backend.scoresTexts(request.model()) ? "score" : "logp";
        try (GroupEncoder encoder = backend.openEncoder(request.model(), request.text());
                JournalFile out = journal(request, identity(backend, request, encoder), before);
                SharedWindows windows = windows(backend, request, meeting.ranks())) {
            ScoreResult result;
            try (BufferedWriter ledger = Files.newBufferedWriter(ledgerWork, StandardCharsets.UTF_8)) {
                ResponseScorer scorer =
                        new ResponseScorer(request, encoder, windows, out, before.get(), ledger, number, done);
                backend.readGroups(request.data(), true, scorer::aside, scorer::add);
                scorer.cut();
                scorer.scoreWaiting();
                result = scorer.result();
            }
            if (result.unscored() == result.responses()) {
                out.clear();
                WholeFile.publish(ledgerWork, ledgerFile);
                throw new InputException(
                        "no response of " + request.data() + " can be scored: " + Counts.words(result.setAside())
                                + ", the first at " + result.firstSetAside() + SetAsideWords.mend(result.setAside())
                                + "\n  all of them are in " + ledgerFile);
            }
            WholeFile.publish(ledgerWork, ledgerFile);
            record(request).hashed().write(Provenance.beside(request.out()));
            out.publish(request.out());
            windows.finish();
            return result;
        } finally {
            discard(ledgerWork);
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

    private static void requireFile(Path data) {
        if (Files.isDirectory(data)) {
            throw new InputException(data + " is a folder; data is a file of groups, pairs or answers");
        }
        if (!Files.exists(data)) {
            throw new InputException("there is no file " + data);
        }
    }

    /** The lines scored so far, which become the output. */
    private static JournalFile journal(ScoreRequest request, ObjectNode identity, AtomicLong scored) {
        Path out = request.out();
        Path file = out.resolveSibling("." + out.getFileName() + ".partial");
        requireFolder(out);
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

    private static void requireFolder(Path out) {
        Path folder = out.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new InputException(
                    "nothing can be written beside " + out + ": " + IoWords.of(e) + "\n  give another --out", e);
        }
    }

    private static TrainingException failed(ScoreRequest request, IOException e) {
        return new TrainingException(
                request.out() + " could not be made: " + IoWords.of(e)
                        + "\n  what was scored is kept; mend that and give the same command again",
                e);
    }

    /** All that the scores depend on. */
    private static ObjectNode identity(Backend backend, ScoreRequest request, GroupEncoder encoder) throws IOException {
        return JsonMapper.shared()
                .createObjectNode()
                .put("data_sha256", Checksums.sha256(request.data()))
                .put("weights_sha256", backend.weightsHash(request.model()))
                .put("tokens", encoder.identity())
                .put("text", request.text().toString())
                .put("passes", request.passes().toString());
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

    private record Row(ResponseGroup group, List<Scorable> responses) {}

    /** A response with its tokens, or with the reason why it has none. */
    private record Scorable(Response response, @Nullable TokenSequence sequence, String reason) {}

    private void add(ResponseGroup group) {
        List<String> texts = group.responses().stream().map(Response::text).toList();
        GroupEncoder.Encoded encoded = encoder.encode(group.prompt(), texts);
        List<Scorable> scorables = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Response response = group.responses().get(i);
            TokenSequence sequence = encoded.sequences().get(i);
            String reason = Objects.requireNonNullElse(encoded.reasons().get(i), "");
            if (sequence != null && sequence.tokens().length > request.text().maxLength()) {
                reason = Reasons.TOO_LONG + ": " + sequence.tokens().length + " tokens with the prompt, max_length is "
                        + request.text().maxLength();
                sequence = null;
            }
            if (sequence == null) {
                String name = reason.contains(":") ? reason.substring(0, reason.indexOf(':')) : reason;
                aside(new LedgerEntry(Kind.ANSWER, response.origin(), group.id(), name, reason));
            }
            scorables.add(new Scorable(response, sequence, reason));
        }
        window.add(new Row(group, scorables));
        for (Scorable scorable : scorables) {
            windowTokens +=
                    scorable.sequence() == null ? 0 : scorable.sequence().tokens().length;
        }
        if (window.size() == MOST_GROUPS || windowTokens >= request.passes().microBatchTokens()) {
            cut();
        }
    }

    /** Ends a window: windows are the same in every run, and each is on the disk whole or, cut short by a kill, scored again. */
    private void cut() {
        if (window.isEmpty()) {
            return;
        }
        List<Row> whole = List.copyOf(window);
        window.clear();
        windowTokens = 0;
        whole.forEach(this::count);
        if (groups + whole.size() <= scoredBefore) {
            groups += whole.size();
            done.accept(groups);
            return;
        }
        waiting.add(whole);
        if (waiting.size() == scorer.atOnce()) {
            scoreWaiting();
        }
    }

    private void scoreWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            List<double[][]> scores =
                    scorer.score(waiting.stream().map(ResponseScorer::sequences).toList());
            List<ObjectNode> lines = new ArrayList<>();
            for (int w = 0; w < scores.size(); w++) {
                List<Row> rows = waiting.get(w);
                for (int g = (int) Math.max(0, scoredBefore - groups); g < rows.size(); g++) {
                    lines.add(line(rows.get(g), scores.get(w)[g]));
                }
                groups += rows.size();
            }
            out.append(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        waiting.clear();
        done.accept(groups);
    }

    private static List<List<TokenSequence>> sequences(List<Row> rows) {
        return rows.stream()
                .map(row -> row.responses().stream()
                        .map(Scorable::sequence)
                        .filter(Objects::nonNull)
                        .toList())
                .toList();
    }

    private void count(Row row) {
        for (Scorable scorable : row.responses()) {
            responses++;
            if (scorable.sequence() == null) {
                unscored++;
            } else {
                tokens += scorable.sequence().tokens().length;
            }
        }
    }

    private ObjectNode line(Row row, double[] scores) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("id", row.group().id());
        ArrayNode answers = line.putArray("responses");
        int next = 0;
        for (Scorable scorable : row.responses()) {
            ObjectNode answer = answers.addObject();
            answer.put("model", scorable.response().model());
            TokenSequence sequence = scorable.sequence();
            if (sequence == null) {
                answer.putNull(number).put("reason", scorable.reason());
            } else {
                answer.put("prompt_tokens", sequence.responseStart());
                answer.put("tokens", sequence.responseTokens());
                answer.put(number, scores[next++]);
            }
        }
        return line;
    }

    private void aside(LedgerEntry entry) {
        setAside.merge(entry.reason(), 1L, Long::sum);
        if (firstSetAside.isEmpty()) {
            firstSetAside = SetAsideWords.of(entry);
        }
        try {
            ledger.write(JsonForms.ledgerEntry(entry) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ScoreResult result() {
        return new ScoreResult(groups, responses, unscored, tokens, setAside, firstSetAside, 0);
    }
}
