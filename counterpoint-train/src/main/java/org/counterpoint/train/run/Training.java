package org.counterpoint.train.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.store.Version;
import org.counterpoint.store.WholeFile;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.StopRequest;
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.ReferenceScores;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.PairOutcome;
import org.counterpoint.train.step.StartCheck;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model: prepares the data, scores it with the reference, takes the steps, and writes the run folder. The same
 * request goes on where an earlier process stopped, to the same bytes.
 */
public final class Training {
    private final Backend backend;
    private final TrainRequest request;
    private final TrainSettings settings;
    private final Algorithm algorithm;
    private final TrainProgress progress;
    private final StopRequest stop;
    private final Precision precision;
    private long referenceNanos;

    private Training(Backend backend, TrainRequest request, TrainProgress progress, StopRequest stop) {
        this.backend = backend;
        this.request = request;
        this.settings = request.settings();
        this.algorithm = Algorithm.of(settings.objective());
        this.progress = new StoppingProgress(progress, stop);
        this.stop = stop;
        this.precision = backend.precision(settings.passes().precision());
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

    /**
     * @throws InputException where settings, data or model cannot be used; nothing was written
     * @throws TrainingException where the work failed; what was finished is kept
     * @throws StoppedException where the end was asked for; what was finished is kept, the running step too
     */
    public static TrainResult run(Backend backend, TrainRequest request, TrainProgress progress, StopRequest stop) {
        try {
            return new Training(backend, request, progress, stop).run();
        } catch (IOException e) {
            throw new TrainingException(
                    "training stopped because a file could not be read or written: " + IoWords.of(e)
                            + "\n  mend that and start the same command again: it goes on from the last checkpoint",
                    e);
        }
    }

    private TrainResult run() throws IOException {
        if (request.roles().givenReference() != null && !settings.method().needsReference()) {
            throw new InputException(settings.method().name() + " does not use a reference; leave --reference out");
        }
        DataSet training = DataSet.of(request.data());
        String heldOutFile = settings.evaluation().data();
        DataSet heldOut = heldOutFile == null ? null : DataSet.of(Path.of(heldOutFile));
        backend.checkAdapter(request.roles().policy(), settings);
        String weights = backend.weightsHash(request.roles().policy());
        Path givenReference = request.roles().givenReference();
        String reference = givenReference == null ? weights : backend.weightsHash(givenReference);
        if (givenReference != null) {
            backend.requireSameTokens(request.roles().policy(), givenReference);
        }
        if (request.overwrite()) {
            requireInputsToStay(heldOutFile);
        }
        try (GroupEncoder encoder = backend.openEncoder(request.roles().policy(), settings.data())) {
            RunRecord record = record(training, heldOut, weights, reference, encoder);
            try (RunFolder folder = RunFolder.open(request.out(), record, request.overwrite())) {
                if (Files.isDirectory(folder.finalModel())) {
                    progress.notice(request.out() + " holds this run, finished; nothing is left to do");
                    return new TrainResult(true, 0, folder.finalModel(), Map.of());
                }
                encoder.notices().forEach(progress::notice);
                return train(folder, training, heldOut, encoder, reference, reference.equals(weights));
            }
        }
    }

    private void requireInputsToStay(@Nullable String heldOut) throws IOException {
        List<Path> inputs = new ArrayList<>(List.of(
                request.roles().policy(), request.data(), request.roles().reference()));
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

    private RunRecord record(
            DataSet training, @Nullable DataSet heldOut, String weights, String reference, GroupEncoder encoder) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("model", request.roles().policy().toString());
        Path base = backend.base(request.roles().policy());
        if (base != null) {
            inputs.put("base", base.toString());
        }
        inputs.put("data", request.data().toString());
        inputs.put("reference", request.roles().reference().toString());
        Map<String, String> lineage = new LinkedHashMap<>();
        lineage.put("data_sha256", training.hash());
        if (heldOut != null) {
            lineage.put("evaluation_data_sha256", heldOut.hash());
        }
        lineage.put("weights_sha256", weights);
        if (settings.method().needsReference()) {
            lineage.put("reference_sha256", reference);
        }
        lineage.put("tokens", encoder.identity());
        lineage.put("precision", precision.wireName());
        lineage.put(RunRecord.VERSION, Version.current());
        lineage.put("java", Runtime.version().toString());
        return new RunRecord(settings.method().name(), inputs, settings.values(), lineage);
    }

    private TrainResult train(
            RunFolder folder,
            DataSet training,
            @Nullable DataSet heldOut,
            GroupEncoder encoder,
            String reference,
            boolean fromReference)
            throws IOException {
        Files.createDirectories(folder.checkpoints());
        Checkpoints.Found found =
                new Checkpoints(folder.checkpoints()).newest(progress::notice).orElse(null);
        try (Prepared prepared = prepare(folder, training, heldOut, encoder, reference, found == null)) {
            Scored data = prepared.data();
            Scored held = prepared.held();
            boolean policyIsReference = fromReference && found == null;
            if (!policyIsReference) {
                scoreWithReference(data, held);
            }
            Path start = found == null ? request.roles().policy() : found.folder();
            try (TrainableModel model = backend.loadPolicy(
                    start, request.roles().policy(), algorithm.head(settings.seed()), settings, precision)) {
                // A reference of its own was scored before; its time counts, loading does not.
                long startedAt = System.nanoTime() - referenceNanos;
                if (found != null) {
                    model.loadOptimizer(found.folder().resolve(GroupLearner.OPTIMIZER));
                    progress.notice("going on after step " + found.state().step() + " of "
                            + found.state().steps());
                }
                score(data, model, "reference");
                score(held, model, "reference, held out");
                Learner learner = new GroupLearner(
                        settings,
                        prepared,
                        model,
                        startCheck(fromReference),
                        new EvaluationFiles(folder.cache()),
                        progress);
                try (RunJournal journal = new RunJournal(
                        folder,
                        settings,
                        found,
                        encoder.replacedTemplate(),
                        startedAt,
                        referenceNanos / 1e9,
                        progress)) {
                    CheckpointClock clock = new CheckpointClock(
                            settings.checkpoint().every(),
                            journal.stepsDone(),
                            CheckpointClock.guess(request.roles().policy()),
                            System::nanoTime);
                    RunContext context = new RunContext(settings, journal, clock, progress, stop);
                    Map<String, Double> metrics = new TrainLoop(context, learner).run();
                    LearntRows.write(folder.learnt(), settings, prepared);
                    writeFinal(folder, learner, encoder.replacedTemplate());
                    journal.finished();
                    return new TrainResult(false, learner.steps(), folder.finalModel(), metrics);
                }
            }
        }
    }

    /** Prepares the data; where it cannot be used, a run that had not started leaves no folder behind. */
    private Prepared prepare(
            RunFolder folder,
            DataSet training,
            @Nullable DataSet heldOut,
            GroupEncoder encoder,
            String reference,
            boolean unstarted)
            throws IOException {
        Scored data = null;
        boolean usable = false;
        try {
            Files.createDirectories(request.cache() == null ? folder.cache() : request.cache());
            data = open(folder, "train", training, encoder, reference);
            Curriculum curriculum =
                    CurriculumPlan.of(settings, algorithm, data.store().summary());
            Scored held = heldOut == null ? null : open(folder, "evaluation", heldOut, encoder, reference);
            if (held != null) {
                Evaluator.requireMetric(
                        held, algorithm, curriculum, settings.evaluation().metric());
            }
            Files.deleteIfExists(ledgerBeside());
            DataFile.write(
                    folder.data(),
                    data.store().summary(),
                    held == null ? null : held.store().summary());
            writeLedger(folder, held == null ? List.of(data.store()) : List.of(data.store(), held.store()));
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

    private Scored open(RunFolder folder, String name, DataSet file, GroupEncoder encoder, String reference)
            throws IOException {
        Path tokens = tokens(folder, name, file, encoder);
        TokenStore store = file.prepare(tokens, ledgerBeside(), backend, encoder, settings, algorithm, progress);
        if (!settings.method().needsReference()) {
            return new Scored(store, null);
        }
        Path scores = referenceScores(folder, name, store, reference);
        return new Scored(
                store, ReferenceScores.open(scores, store, settings.passes(), precision.wireName(), reference));
    }

    /** Of a run that comes to nothing, and so has no folder. */
    private Path ledgerBeside() {
        return request.out().resolveSibling(request.out().getFileName() + ".ledger.jsonl");
    }

    /** In a shared cache everything bears the hash of what it was made from, so that runs find each other's work. */
    private Path tokens(RunFolder folder, String name, DataSet file, GroupEncoder encoder) {
        Path shared = request.cache();
        return shared == null
                ? folder.cache().resolve("tokens-" + name)
                : shared.resolve("tokens-" + file.key(encoder, settings, algorithm));
    }

    private Path referenceScores(RunFolder folder, String name, TokenStore store, String reference) {
        Path shared = request.cache();
        return shared == null
                ? folder.cache().resolve("reference-" + name + ".bin")
                : shared.resolve("reference-"
                        + ReferenceScores.key(store, settings.passes(), precision.wireName(), reference) + ".bin");
    }

    /** What was set aside of the training data, then of the held-out data. */
    private static void writeLedger(RunFolder folder, List<TokenStore> stores) throws IOException {
        Path work = folder.root().resolve(WholeFolder.TEMPORARY + "ledger");
        try (OutputStream out = Files.newOutputStream(work)) {
            for (TokenStore store : stores) {
                Files.copy(store.ledger(), out);
            }
        }
        WholeFile.sync(work);
        Files.move(work, folder.ledger(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** With a model of its own, freed before the policy is loaded. */
    private void scoreWithReference(Scored data, @Nullable Scored held) throws IOException {
        if (data.needsReference() || held != null && held.needsReference()) {
            try (TrainableModel model = backend.loadModel(
                    request.roles().reference(), HeadKind.logProbabilities(), settings.passes(), precision, false)) {
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

    private Consumer<PairOutcome> startCheck(boolean fromReference) {
        if (!fromReference || !settings.method().needsReference()) {
            return outcome -> {};
        }
        return new StartCheck(precision == Precision.FP32 ? StartCheck.FP32 : StartCheck.BF16);
    }

    private static void writeFinal(RunFolder folder, Learner learner, @Nullable String chatTemplate)
            throws IOException {
        Path work = WholeFolder.fresh(folder.finalModel());
        Files.delete(work);
        learner.saveModel(work, chatTemplate);
        WholeFolder.publish(work, folder.finalModel());
        WholeFolder.delete(folder.cache());
    }
}
