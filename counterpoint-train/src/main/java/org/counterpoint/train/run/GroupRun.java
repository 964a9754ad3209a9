package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.engine.WeightShare;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.ReferenceScores;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.plan.StepSample;
import org.counterpoint.train.ranks.RankCommand;
import org.counterpoint.train.ranks.RankCommand.Work;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.GroupPasses;
import org.counterpoint.train.step.PairOutcome;
import org.counterpoint.train.step.SharedPasses;
import org.counterpoint.train.step.StartCheck;
import org.jspecify.annotations.Nullable;

/** A run that learns from the groups of a file: prepares them, scores them with the reference, and makes their learner. */
final class GroupRun implements RunKind {
    private final RunSetup setup;
    private final Backend backend;
    private final TrainRequest request;
    private final TrainSettings settings;
    private final TrainProgress progress;
    private final Algorithm algorithm;
    private final RunInputs read;
    private long referenceNanos;

    GroupRun(RunSetup setup, Algorithm algorithm) throws IOException {
        this.setup = setup;
        this.backend = setup.backend();
        this.request = setup.request();
        this.settings = setup.settings();
        this.progress = setup.progress();
        this.algorithm = algorithm;
        this.read = RunInputs.of(setup);
    }

    @Override
    public Roles roles() {
        return request.roles();
    }

    @Override
    public Map<String, Path> inputs() {
        Map<String, Path> inputs = new LinkedHashMap<>();
        inputs.put("data", request.data());
        inputs.put("reference", request.roles().reference());
        return inputs;
    }

    @Override
    public Map<String, String> hashes() {
        return read.hashes(settings.method().needsReference());
    }

    private boolean startsFromReference() {
        return read.reference().equals(read.weights());
    }

    @Override
    public ReadyRun prepare(RunFolder folder, GroupEncoder encoder, Checkpoints.@Nullable Found found, Ranks ranks)
            throws IOException {
        Prepared prepared = prepare(folder, encoder, found == null);
        TrainableModel model = null;
        boolean usable = false;
        try {
            Prepared own = prepared;
            RankStart start = new RankStart(ranks, settings.together());
            RankCommand.give(ranks, Work.PREPARE, 0);
            start.sameData(() -> own);
            if (!startsFromReference() || found != null) {
                scoreWithReference(prepared.data(), prepared.held(), start);
            }
            Path from = found == null ? request.roles().policy() : found.folder();
            RankCommand.give(ranks, Work.OPEN_POLICY, 0);
            model = start.policy(share -> loadPolicy(from, share));
            long startedAt = System.nanoTime() - referenceNanos;
            if (found != null) {
                shared(ranks, Work.LOAD_MOMENTS);
                model.loadOptimizer(found.folder().resolve(GroupLearner.OPTIMIZER));
            }
            score(prepared.data(), model, start, Work.REFERENCE);
            score(prepared.held(), model, start, Work.REFERENCE_HELD);
            boolean several = ranks.size() > 1;
            if (several && settings.method().needsReference()) {
                RankCommand.give(ranks, Work.SCORES, 0);
                start.withScores(prepared, settings.passes());
            }
            if (several && found != null) {
                long updates = model.learnt().updates();
                RankCommand.give(ranks, Work.STATE, updates);
                start.sameState(model, updates);
            }
            ReadyRun ready = new Ready(folder, prepared, passes(model, ranks), startedAt);
            usable = true;
            return ready;
        } finally {
            if (!usable) {
                try (prepared;
                        TrainableModel loaded = model) {
                    // both are closed
                }
            }
        }
    }

    @Override
    public void follow(Ranks ranks, Path folder, GroupEncoder encoder) throws IOException {
        try (GroupFollower follower = new GroupFollower(this, ranks, settings, () -> prepareAside(folder, encoder))) {
            follower.work();
        }
    }

    GroupLearner learner(Prepared prepared, SharedPasses passes) {
        Path cache = RunFolder.cache(request.out());
        return new GroupLearner(settings, prepared, passes, startCheck(), new EvaluationFiles(cache), progress);
    }

    SharedPasses passes(TrainableModel model, Ranks ranks) {
        return new SharedPasses(
                new GroupPasses(
                        model, settings.passes().forward(), settings.passes().microBatchTokens()),
                ranks,
                settings.together());
    }

    private final class Ready implements ReadyRun {
        private final RunFolder folder;
        private final Prepared prepared;
        private final TrainableModel model;
        private final long startedAt;
        private final Learner learner;

        Ready(RunFolder folder, Prepared prepared, SharedPasses passes, long startedAt) {
            this.folder = folder;
            this.prepared = prepared;
            this.model = passes.model();
            this.startedAt = startedAt;
            this.learner = GroupRun.this.learner(prepared, passes);
        }

        @Override
        public Learner learner() {
            return learner;
        }

        @Override
        public long startedAt() {
            return startedAt;
        }

        @Override
        public double referenceSeconds() {
            return settings.method().needsReference() ? referenceNanos / 1e9 : Double.NaN;
        }

        @Override
        public void conclude() throws IOException {
            LearntRows.write(folder.learnt(), settings, prepared);
        }

        @Override
        public void close() throws IOException {
            try (prepared;
                    model) {
                // both are closed, also where one fails
            }
        }
    }

    /** Prepares the data; where it cannot be used, a run that had not started leaves no folder behind. */
    private Prepared prepare(RunFolder folder, GroupEncoder encoder, boolean unstarted) throws IOException {
        Scored data = null;
        boolean usable = false;
        try {
            Files.createDirectories(request.cache() == null ? folder.cache() : request.cache());
            data = open(folder, "train", read.training(), encoder);
            Curriculum curriculum =
                    CurriculumPlan.of(settings, algorithm, data.store().summary());
            DataSet heldOut = read.heldOut();
            Scored held = heldOut == null ? null : open(folder, "evaluation", heldOut, encoder);
            if (held != null) {
                Evaluator.requireMetric(
                        held, algorithm, curriculum, settings.evaluation().metric());
            }
            backend.requireMemory(request, setup.precision(), StepSample.of(settings, data.store()));
            Files.deleteIfExists(setup.ledgerBeside());
            DataFile.write(
                    folder.data(),
                    data.store().summary(),
                    held == null ? null : held.store().summary());
            folder.writeLedger(
                    held == null
                            ? List.of(data.store().ledger())
                            : List.of(data.store().ledger(), held.store().ledger()));
            usable = true;
            return new Prepared(algorithm, curriculum, data, held);
        } finally {
            if (!usable && data != null) {
                data.close();
            }
            if (!usable && unstarted) {
                folder.abandon();
            }
        }
    }

    /** As a rank that does not lead: rank 0's tokens where it can be seen that they are there, else tokens of its own. */
    private Prepared prepareAside(Path folder, GroupEncoder encoder) throws IOException {
        TokenStore data = aside("train", read.training(), folder, encoder);
        boolean usable = false;
        try {
            Curriculum curriculum = CurriculumPlan.of(settings, algorithm, data.summary());
            DataSet heldOut = read.heldOut();
            Scored held = heldOut == null ? null : new Scored(aside("evaluation", heldOut, folder, encoder), null);
            usable = true;
            return new Prepared(algorithm, curriculum, new Scored(data, null), held);
        } finally {
            if (!usable) {
                data.close();
            }
        }
    }

    private TokenStore aside(String name, DataSet file, Path folder, GroupEncoder encoder) throws IOException {
        Path there = RunFolder.cache(request.out()).resolve(tokens(name));
        Optional<TokenStore> made = TokenStore.open(there, file.key(encoder, settings, algorithm));
        if (made.isPresent()) {
            return made.get();
        }
        Files.createDirectories(folder);
        return file.prepare(
                folder.resolve(tokens(name)),
                folder.resolve(name + ".ledger.jsonl"),
                backend,
                encoder,
                settings,
                algorithm,
                progress);
    }

    private static String tokens(String name) {
        return "tokens-" + name;
    }

    private Scored open(RunFolder folder, String name, DataSet file, GroupEncoder encoder) throws IOException {
        Path tokens = tokens(folder, name, file, encoder);
        TokenStore store = file.prepare(tokens, setup.ledgerBeside(), backend, encoder, settings, algorithm, progress);
        if (!settings.method().needsReference()) {
            return new Scored(store, null);
        }
        Path scores = referenceScores(folder, name, store);
        return new Scored(
                store,
                ReferenceScores.open(
                        scores, store, settings.passes(), setup.precision().wireName(), read.reference()));
    }

    /** In a shared cache everything bears the hash of what it was made from, so that runs find each other's work. */
    private Path tokens(RunFolder folder, String name, DataSet file, GroupEncoder encoder) {
        Path shared = request.cache();
        return shared == null
                ? folder.cache().resolve(tokens(name))
                : shared.resolve("tokens-" + file.key(encoder, settings, algorithm));
    }

    private Path referenceScores(RunFolder folder, String name, TokenStore store) {
        Path shared = request.cache();
        return shared == null
                ? folder.cache().resolve("reference-" + name + ".bin")
                : shared.resolve("reference-"
                        + ReferenceScores.key(
                                store, settings.passes(), setup.precision().wireName(), read.reference()) + ".bin");
    }

    /** With a model of its own, freed before the policy is loaded. */
    private void scoreWithReference(Scored data, @Nullable Scored held, RankStart start) throws IOException {
        if (data.needsReference() || held != null && held.needsReference()) {
            RankCommand.give(start.ranks(), Work.OPEN_REFERENCE, 0);
            try (TrainableModel model = start.opened(this::loadReference)) {
                score(data, model, start, Work.REFERENCE);
                score(held, model, start, Work.REFERENCE_HELD);
            }
            RankCommand.give(start.ranks(), Work.CLOSE_REFERENCE, 0);
        }
    }

    /** Says to the others what they are to do where each holds a part of the moments. */
    private void shared(Ranks ranks, Work work) {
        if (settings.together().shard().cutsMoments()) {
            RankCommand.give(ranks, work, 0);
        }
    }

    /** As it is before the first step. */
    TrainableModel loadPolicy(@Nullable WeightShare share) {
        return loadPolicy(request.roles().policy(), share);
    }

    private TrainableModel loadPolicy(Path folder, @Nullable WeightShare share) {
        return backend.loadPolicy(
                folder, request.roles().policy(), algorithm.head(settings.seed()), settings, setup.precision(), share);
    }

    TrainableModel loadReference() {
        return backend.loadModel(
                request.roles().reference(), HeadKind.logProbabilities(), settings.passes(), setup.precision(), false);
    }

    private void score(@Nullable Scored data, TrainableModel reference, RankStart start, Work work) throws IOException {
        if (data != null && data.reference() != null && !data.reference().complete()) {
            int size = data.store().size();
            String phase = work == Work.REFERENCE ? "reference" : "reference, held out";
            long startedAt = System.nanoTime();
            data.reference()
                    .complete(
                            reference,
                            start.ranks(),
                            from -> RankCommand.give(start.ranks(), work, from),
                            done -> progress.phase(phase, done, size));
            referenceNanos += System.nanoTime() - startedAt;
        }
    }

    private Consumer<PairOutcome> startCheck() {
        if (!startsFromReference() || !settings.method().needsReference()) {
            return outcome -> {};
        }
        return new StartCheck(setup.precision() == Precision.FP32 ? StartCheck.FP32 : StartCheck.BF16);
    }
}
