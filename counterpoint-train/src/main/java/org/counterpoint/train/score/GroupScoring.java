package org.counterpoint.train.score;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.LedgerEntry.Kind;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.write.JsonForms;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.store.JournalFile;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.LostAnswers;
import org.counterpoint.train.batch.SetAsideWords;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scores groups as they come. Batches are cut by length within a window of groups, which is about one pass. Ranks score a
 * window each: what a kill costs.
 */
final class GroupScoring {
    private static final int MOST_GROUPS = 64; // of a window

    private final ScoreRequest request;
    private final GroupEncoder encoder;
    private final SharedWindows scorer;
    private final Output to;
    private final LongConsumer done;
    private final List<Row> window = new ArrayList<>();
    private final List<List<Row>> waiting = new ArrayList<>();
    private final Map<String, Long> setAside = new TreeMap<>();
    private String firstSetAside = "";
    private long windowTokens;
    private long groups;
    private long responses;
    private long unscored;
    private long tokens;

    /**
     * Where scores go.
     *
     * @param scoredBefore groups whose scores are there already
     * @param number what a score is called
     */
    record Output(JournalFile scores, long scoredBefore, BufferedWriter ledger, String number) {}

    /** @param done told how many groups are scored */
    GroupScoring(ScoreRequest request, GroupEncoder encoder, SharedWindows scorer, Output to, LongConsumer done) {
        this.request = request;
        this.encoder = encoder;
        this.scorer = scorer;
        this.to = to;
        this.done = done;
    }

    private record Row(ResponseGroup group, List<Scorable> responses) {}

    /** A response with its tokens, or with the reason why it has none. */
    private record Scorable(Response response, @Nullable TokenSequence sequence, String reason) {}

    void add(ResponseGroup group) {
        List<String> texts = group.responses().stream().map(Response::text).toList();
        GroupEncoder.Encoded encoded = encoder.encode(group.prompt(), texts);
        LostAnswers.of(group, group.responses(), encoded).forEach(lost -> aside(lost.entry()));
        List<Scorable> scorables = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Response response = group.responses().get(i);
            TokenSequence sequence = encoded.sequences().get(i);
            String reason = Objects.requireNonNullElse(encoded.reasons().get(i), "");
            if (sequence != null && sequence.tokens().length > encoder.limit().tokens()) {
                reason = Reasons.TOO_LONG + ": " + sequence.tokens().length + " tokens with the prompt, "
                        + encoder.limit().words();
                sequence = null;
                aside(LedgerEntry.of(Kind.ANSWER, response.origin(), group.id(), reason));
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
        if (groups + whole.size() <= to.scoredBefore()) {
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
                    scorer.score(waiting.stream().map(GroupScoring::sequences).toList());
            List<ObjectNode> lines = new ArrayList<>();
            for (int w = 0; w < scores.size(); w++) {
                List<Row> rows = waiting.get(w);
                for (int g = (int) Math.max(0, to.scoredBefore() - groups); g < rows.size(); g++) {
                    lines.add(line(rows.get(g), scores.get(w)[g]));
                }
                groups += rows.size();
            }
            to.scores().append(lines);
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
                answer.putNull(to.number()).put("reason", scorable.reason());
            } else {
                answer.put("prompt_tokens", sequence.responseStart());
                answer.put("tokens", sequence.responseTokens());
                answer.put(to.number(), scores[next++]);
            }
        }
        return line;
    }

    void aside(LedgerEntry entry) {
        if (entry.lostPair() == null) {
            setAside.merge(entry.reason(), 1L, Long::sum);
        }
        if (firstSetAside.isEmpty()) {
            firstSetAside = SetAsideWords.of(entry);
        }
        try {
            to.ledger().write(JsonForms.ledgerEntry(entry) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Scores what is left. */
    ScoreResult finish() {
        cut();
        scoreWaiting();
        return new ScoreResult(groups, responses, unscored, tokens, setAside, firstSetAside, 0);
    }
}
