package org.counterpoint.app.ranks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.counterpoint.answer.generate.GenerateJob;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.answer.generate.GenerateSummary;
import org.counterpoint.data.Progress;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.train.ranks.RankMeeting;
import org.counterpoint.train.ranks.RankPlan;
import org.counterpoint.train.ranks.RankSettings;
import org.counterpoint.train.ranks.RankTasks;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.run.RankAgreement;

/** The job {@code generate} over several ranks: rank 0 runs it, and all answer its batches. */
public final class SharedAnswers {
    private SharedAnswers() {}

    /**
     * Runs to the end.
     *
     * @param threads of each rank; 0 for its share of the cores
     * @return empty for a rank that does not lead
     * @throws org.counterpoint.train.ranks.RankException where a rank is lost
     */
    public static Optional<GenerateSummary> write(
            GenerateSettings settings, RankPlan plan, RankSettings network, int threads, Progress progress) {
        RankMeeting meeting = new RankMeeting(
                plan,
                network,
                RankPlan.logs(settings.out()),
                threads,
                ranks -> RankAgreement.require(ranks, "generate", () -> computed(settings)));
        try {
            return meeting.during(() -> meeting.leads() ? lead(settings, meeting, progress) : help(settings, meeting));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<GenerateSummary> lead(GenerateSettings settings, RankMeeting meeting, Progress progress)
            throws IOException {
        if (meeting.isAwaited()) {
            meeting.ranks();
        }
        GenerateSummary summary = GenerateJob.run(settings, 0, own -> new SharedBatches(met(meeting), own), progress);
        Ranks ranks = meeting.met();
        if (ranks != null) {
            RankTasks.finish(ranks);
        }
        return Optional.of(summary);
    }

    private static Ranks met(RankMeeting meeting) {
        try {
            return meeting.ranks();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<GenerateSummary> help(GenerateSettings settings, RankMeeting meeting) throws IOException {
        try (SharedBatches batches = new SharedBatches(meeting.ranks(), settings)) {
            batches.help();
        }
        return Optional.empty();
    }

    /** What an answer depends on beside the prompt. */
    private static Map<String, String> computed(GenerateSettings settings) {
        Map<String, String> computed = new TreeMap<>();
        try (ModelFolder folder = ModelFolder.open(settings.model(), settings.base())) {
            computed.put("weights_sha256", folder.weightsHash());
        }
        computed.put("sampling", settings.choices().sampling().toString());
        computed.put("max_new_tokens", "" + settings.choices().maxNewTokens());
        computed.put("precision", settings.choices().precision().wireName());
        return computed;
    }
}
