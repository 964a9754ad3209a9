package org.counterpoint.train.score;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.batch.SequenceScorer;
import org.counterpoint.train.ranks.RankNumbers;
import org.counterpoint.train.ranks.RankTasks;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.settings.TrainSettings.Forward;
import org.counterpoint.train.settings.TrainSettings.Passes;
import org.jspecify.annotations.Nullable;

/** Scores windows of groups, one a rank at a time; each rank loads the model when it is handed the first. */
final class SharedWindows implements Closeable {
    private final Ranks ranks;
    private final Passes passes;
    private final Supplier<TrainableModel> load;
    private @Nullable TrainableModel model;

    SharedWindows(Ranks ranks, Passes passes, Supplier<TrainableModel> load) {
        this.ranks = ranks;
        this.passes = passes;
        this.load = load;
    }

    /** How many windows are scored side by side. */
    int atOnce() {
        return ranks.size();
    }

    /** @return for each window the scores of its groups' sequences */
    List<double[][]> score(List<List<List<TokenSequence>>> windows) throws IOException {
        List<byte[]> tasks = new ArrayList<>();
        for (List<List<TokenSequence>> window : windows) {
            tasks.add(bytes(window));
        }
        List<byte[]> answers = RankTasks.share(ranks, tasks, this::answer);
        List<double[][]> scores = new ArrayList<>();
        for (int w = 0; w < answers.size(); w++) {
            scores.add(grouped(RankNumbers.of(answers.get(w)), windows.get(w)));
        }
        return scores;
    }

    /** As a rank that does not lead, until nothing is left. */
    void help() throws IOException {
        RankTasks.help(ranks, this::answer);
    }

    /** Lets the other ranks go. */
    void finish() {
        RankTasks.finish(ranks);
    }

    private byte[] answer(byte[] task) throws IOException {
        SequenceScorer scorer =
                new SequenceScorer(opened(), passes.forward() == Forward.SHARED_PREFIX, passes.microBatchTokens());
        double[][] scores = scorer.score(window(task));
        return RankNumbers.bytes(
                Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray());
    }

    private TrainableModel opened() {
        TrainableModel known = model;
        if (known == null) {
            known = load.get();
            model = known;
        }
        return known;
    }

    private static double[][] grouped(double[] scores, List<List<TokenSequence>> window) {
        double[][] groups = new double[window.size()][];
        int at = 0;
        for (int g = 0; g < groups.length; g++) {
            groups[g] = Arrays.copyOfRange(scores, at, at + window.get(g).size());
            at += groups[g].length;
        }
        return groups;
    }

    private static byte[] bytes(List<List<TokenSequence>> window) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(window.size());
        for (List<TokenSequence> group : window) {
            out.writeInt(group.size());
            for (TokenSequence sequence : group) {
                out.writeInt(sequence.responseStart());
                out.writeInt(sequence.tokens().length);
                for (int token : sequence.tokens()) {
                    out.writeInt(token);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static List<List<TokenSequence>> window(byte[] task) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(task));
        List<List<TokenSequence>> window = new ArrayList<>();
        for (int g = in.readInt(); g > 0; g--) {
            List<TokenSequence> group = new ArrayList<>();
            for (int s = in.readInt(); s > 0; s--) {
                int start = in.readInt();
                int[] tokens = new int[in.readInt()];
                for (int t = 0; t < tokens.length; t++) {
                    tokens[t] = in.readInt();
                }
                group.add(new TokenSequence(tokens, start));
            }
            window.add(group);
        }
        return window;
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}
