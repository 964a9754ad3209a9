package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.ReferenceScores;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.plan.StepSample;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.PairOutcome;
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
    public ReadyRun prepare(RunFolder folder, GroupEncoder encoder, Checkpoints.@Nullable Found found)
            throws IOException {
        Prepared prepared = prepare(folder, encoder, found == null);
        TrainableModel model = null;
        boolean usable = false;
        try {
            if (!startsFromReference() || found != null) {
                scoreWithReference(prepared.data(), prepared.held());
            }
            Path start = found == null ? request.roles().policy() : found.folder();
            model = backend.loadPolicy(
                    start, request.roles().policy(), algorithm.head(settings.seed()), settings, setup.precision());
            long startedAt = System.nanoTime() - referenceNanos;
            if (found != null) {
                model.loadOptimizer(found.folder().resolve(GroupLearner.OPTIMIZER));
            }
            score(prepared.data(), model, "reference");
            score(prepared.held(), model, "reference, held out");
            ReadyRun ready = new Ready(folder, prepared, model, startedAt);
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

    private final class Ready implements ReadyRun {
        private final RunFolder folder;
        private final Prepared prepared;
        private final TrainableModel model;
        private final long startedAt;
        private final Learner learner;

        Ready(RunFolder folder, Prepared prepared, TrainableModel model, long startedAt) {
            this.folder = folder;
            this.prepared = prepared;
            this.model = model;
            this.startedAt = startedAt;
            this.learner = new GroupLearner(
                    settings, prepared, model, startCheck(), new EvaluationFiles(folder.cache()), progress);
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
            backend.requireMemory(
                    request.roles().policy(), settings, setup.precision(), StepSample.of(settings, data.store()));
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
                ? folder.cache().resolve("tokens-" + name)
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
    private void scoreWithReference(Scored data, @Nullable Scored held) throws IOException {
        if (data.needsReference() || held != null && held.needsReference()) {
            try (TrainableModel model = backend.loadModel(
                    request.roles().reference(),
                    HeadKind.logProbabilities(),
                    settings.passes(),
                    setup.precision(),
                    false)) {
                score(data, model, "reference");
                score(held, model, "reference, held out");
            }
        }
    }

    private void score(@Nullable Scored data, TrainableModel reference, String phase) throws IOException {
        if (data != null && data.reference() != null && !data.reference().complete()) {
            int size = data.store().size();
            long startedAt = System.nanoTime();
            data.reference().complete(reference, done -> progress.phase(phase, done, size));
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
