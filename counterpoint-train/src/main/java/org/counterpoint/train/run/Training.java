package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.engine.ModelException;
import org.counterpoint.store.Version;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.StopRequest;
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.ranks.DeviceExchange;
import org.counterpoint.train.ranks.OneRank;
import org.counterpoint.train.ranks.RankCommand;
import org.counterpoint.train.ranks.RankCommand.Work;
import org.counterpoint.train.ranks.RankMeeting;
import org.counterpoint.train.ranks.RankPlan;
import org.counterpoint.train.ranks.RankSettings;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.ranks.ThreadShares;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model: prepares the data, scores it with the reference, takes the steps, and writes the run folder. The same
 * request goes on where an earlier process stopped, to the same bytes.
 */
public final class Training {
    private final Backend backend;
    private final TrainRequest request;
    private final TrainSettings settings;
    private final TrainProgress progress;
    private final StopRequest stop;
    private final RunSetup setup;
    private final RankPlan plan;
    private final RankMeeting meeting;

    private Training(Backend backend, TrainRequest request, TrainProgress progress, StopRequest stop, RankPlan plan) {
        this.backend = backend;
        this.request = request;
        this.plan = plan;
        this.settings = request.settings();
        this.progress = new StoppingProgress(progress, stop);
        this.stop = stop;
        TrainSettings.Together together = settings.together();
        this.meeting = new RankMeeting(
                plan,
                new RankSettings(
                        together.network(), Duration.ofMillis(Math.max(1, (long) (1000 * together.timeoutSeconds())))),
                RunFolder.ranks(request.out()),
                settings.passes().threads(),
                ranks -> DeviceExchange.agree(ranks, together.over(), () -> backend.device(settings.passes()))
                        .ifPresent(this.progress::notice)); // What a run is known by is read later.
        this.setup = new RunSetup(
                backend,
                request,
                this.progress,
                backend.precision(settings.passes().precision()));
    }

    /** Trains with the engine's models. */
    public static TrainResult run(TrainRequest request, TrainProgress progress) {
        return run(request, progress, StopRequest.never());
    }

    /** Trains with the engine's models, until someone asks for the end. */
    public static TrainResult run(TrainRequest request, TrainProgress progress, StopRequest stop) {
        return run(new EngineBackend(), request, progress, stop);
    }

    /** Trains to the end. */
    public static TrainResult run(Backend backend, TrainRequest request, TrainProgress progress) {
        return run(backend, request, progress, StopRequest.never());
    }

    /** Trains until someone asks for the end. */
    public static TrainResult run(Backend backend, TrainRequest request, TrainProgress progress, StopRequest stop) {
        return run(backend, request, progress, stop, RankPlan.alone());
    }

    /**
     * Trains as one of several processes, or alone.
     *
     * @param plan which ranks there are, and which of them this process is
     * @throws InputException where settings, data or model cannot be used; nothing was written
     * @throws TrainingException where the work failed; what was finished is kept
     * @throws StoppedException where the end was asked for; what was finished is kept, the running step too
     */
    public static TrainResult run(
            Backend backend, TrainRequest request, TrainProgress progress, StopRequest stop, RankPlan plan) {
        try {
            return new Training(backend, request, progress, stop, plan).runAsRank();
        } catch (IOException e) {
            throw new TrainingException(
                    "training stopped because a file could not be read or written: " + IoWords.of(e)
                            + "\n  mend that and start the same command again"
                            + (RunFolder.hasCheckpoint(request.out()) ? ": it goes on from the last checkpoint" : ""),
                    e);
        }
    }

    private TrainResult runAsRank() throws IOException {
        RankLimits.check(plan, settings);
        return meeting.during(() -> {
            try {
                return meeting.leads() ? run() : follow();
            } catch (StoppedException e) {
                Ranks met = meeting.met();
                if (met != null && met.leads()) {
                    RankCommand.give(met, Work.STOPPED, 0);
                    meeting.told();
                }
                throw e;
            }
        });
    }

    /** Works for rank 0. */
    private TrainResult follow() throws IOException {
        Ranks ranks = meeting.ranks();
        List<RunKind> kinds = new ArrayList<>();
        List<GroupEncoder> encoders = new ArrayList<>();
        Path aside = RunFolder.cache(request.out()).resolve("rank-" + plan.rank());
        try {
            RankAgreement.require(ranks, () -> {
                kinds.add(RunKind.of(setup));
                encoders.add(backend.openEncoder(kinds.get(0).roles(), settings.data()));
                return record(kinds.get(0), encoders.get(0)).bytes();
            });
            progress.notice("rank " + ranks.rank() + " of " + ranks.size() + " works on " + request.out());
            if (RankCommand.await(ranks).work() == Work.DONE) {
                return new TrainResult(true, 0, RunFolder.finalModel(request.out()), Map.of());
            }
            ThreadShares.compare(ranks, settings.passes().threads());
            try {
                kinds.get(0).follow(ranks, aside, encoders.get(0));
            } finally {
                WholeFolder.delete(aside); // It is this run's from here on: rank 0 holds the folder.
            }
            return new TrainResult(false, 0, RunFolder.finalModel(request.out()), Map.of());
        } finally {
            encoders.forEach(GroupEncoder::close);
        }
    }

    private TrainResult run() throws IOException {
        if (meeting.isAwaited()) {
            meeting.ranks();
        }
        if (request.roles().givenReference() != null && !settings.method().needsReference()) {
            throw new InputException(settings.method().name() + " does not use a reference; leave --reference out");
        }
        RunKind kind = RunKind.of(setup);
        if (request.overwrite()) {
            requireInputsToStay(kind);
        }
        try (GroupEncoder encoder = backend.openEncoder(kind.roles(), settings.data())) {
            RunRecord record = record(kind, encoder);
            try (RunFolder folder = RunFolder.open(request.out(), record, request.overwrite())) {
                boolean finished = Files.isDirectory(folder.finalModel());
                Ranks ranks = finished && !meeting.isAwaited() ? new OneRank() : meeting.ranks();
                RankAgreement.require(ranks, record::bytes);
                RankCommand.give(ranks, finished ? Work.DONE : Work.BEGIN, 0);
                if (finished) {
                    WholeFolder.delete(folder.cache()); // of a process that was killed as it ended
                    progress.notice(request.out() + " holds this run, finished; nothing is left to do");
                    return new TrainResult(true, 0, folder.finalModel(), Map.of());
                }
                encoder.notices().forEach(progress::notice);
                ThreadShares.compare(ranks, settings.passes().threads()).ifPresent(progress::notice);
                return train(kind, folder, encoder, ranks);
            }
        }
    }

    private void requireInputsToStay(RunKind kind) throws IOException {
        List<Path> inputs = new ArrayList<>(kind.inputs().values());
        inputs.add(request.roles().policy());
        String heldOut = settings.evaluation().data();
        if (heldOut != null) {
            inputs.add(Path.of(heldOut));
        }
        for (Path input : inputs) {
            if (RunFolder.wouldRemove(request.out(), input)) {
                throw new InputException(
                        "--overwrite would remove " + input + ", which this run reads" + "\n  give another --out");
            }
        }
    }

    private RunRecord record(RunKind kind, GroupEncoder encoder) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("model", request.roles().policy().toString());
        Path base = backend.base(request.roles().policy());
        if (base != null) {
            inputs.put("base", base.toString());
        }
        kind.inputs().forEach((role, path) -> inputs.put(role, path.toString()));
        Map<String, String> lineage = new LinkedHashMap<>(kind.hashes());
        lineage.put("tokens", encoder.identity());
        lineage.put("precision", setup.precision().wireName());
        lineage.put(RunRecord.VERSION, Version.current());
        lineage.put("java", Runtime.version().toString());
        return new RunRecord(settings.method().name(), inputs, settings.values(), lineage);
    }

    private TrainResult train(RunKind kind, RunFolder folder, GroupEncoder encoder, Ranks ranks) throws IOException {
        Files.createDirectories(folder.checkpoints());
        Checkpoints.Found found =
                new Checkpoints(folder.checkpoints()).newest(progress::notice).orElse(null);
        if (found != null) {
            progress.notice("going on after step " + found.state().step() + " of "
                    + found.state().steps());
        }
        try (ReadyRun run = kind.prepare(folder, encoder, found, ranks);
                RunJournal journal = new RunJournal(
                        folder,
                        settings,
                        found,
                        encoder.replacedTemplate(),
                        run.startedAt(),
                        run.referenceSeconds(),
                        progress)) {
            folder.begin();
            CheckpointClock clock = new CheckpointClock(
                    settings.checkpoint().every(),
                    journal.stepsDone(),
                    CheckpointClock.guess(request.roles().policy()),
                    System::nanoTime);
            RunContext context = new RunContext(settings, journal, clock, progress, stop);
            Learner learner = run.learner();
            Map<String, Double> metrics = new TrainLoop(context, learner).run();
            run.conclude();
            writeFinal(folder, learner, journal, encoder.replacedTemplate());
            RankCommand.give(ranks, Work.DONE, 0);
            return new TrainResult(false, learner.steps(), folder.finalModel(), metrics);
        }
    }

    private void writeFinal(RunFolder folder, Learner learner, RunJournal journal, @Nullable String chatTemplate)
            throws IOException {
        Path work = WholeFolder.fresh(folder.finalModel());
        Files.delete(work);
        try {
            learner.saveModel(work, settings.checkpoint().finalType(), chatTemplate);
        } catch (ModelException e) {
            throw unsaved(e, learner, journal);
        }
        folder.card(request.roles().policy()).write(work);
        journal.finished(); // before it appears: a process that finds it has nothing left to do
        WholeFolder.publish(work, folder.finalModel());
        WholeFolder.delete(folder.cache());
    }

    /** What was learnt is kept where it cannot be written as the type that was asked for. */
    private static TrainingException unsaved(ModelException fault, Learner learner, RunJournal journal)
            throws IOException {
        long steps = learner.steps();
        boolean kept = journal.holds(steps) || journal.checkpoint(learner, steps, false, false);
        return new TrainingException(
                "the final model could not be written: " + fault.getMessage()
                        + (kept ? "\n  the checkpoint step-" + steps + " holds it in fp32" : ""),
                fault);
    }
}
