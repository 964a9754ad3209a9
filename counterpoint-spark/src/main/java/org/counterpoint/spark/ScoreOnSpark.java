package org.counterpoint.spark;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.score.ResponseScorer;
import org.counterpoint.train.score.ScoreRequest;
import org.counterpoint.train.score.ScoreResult;
import org.jspecify.annotations.Nullable;

/**
 * The job {@code score} with the model on a cluster: the scoring code runs here, once to see what batches there are and once
 * more when it is known what the model gives for them, so that windows, batches, ledger and lines are the local command's.
 */
final class ScoreOnSpark {
    private static final int BATCHES_A_TASK = 16;
    private static final String SCORES = "scores";

    private final JavaSparkContext spark;
    private final EngineBackend here;
    private final ScoringPlace place;

    ScoreOnSpark(JavaSparkContext spark, Path model, @Nullable Path base, BaseWeights weights, ScoreRequest request) {
        this.spark = spark;
        this.here = new EngineBackend(base, weights);
        this.place = new ScoringPlace(
                ModelOnExecutor.of(model, spark),
                base == null ? null : ModelOnExecutor.of(base, spark),
                weights,
                request.passes());
    }

    /**
     * Runs to the end or leaves nothing.
     *
     * @throws InputException where data or model cannot be used
     * @throws org.counterpoint.console.FailedWork where the cluster failed
     */
    ScoreResult run(ScoreRequest request, LongConsumer done) {
        ResponseScorer.requireFreePlace(request);
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        return SparkFailures.told(() -> {
            try (BatchFiles batches =
                    new BatchFiles(hadoop.value().value(), SparkMaster.isHere(spark.master()), BATCHES_A_TASK)) {
                ask(request, batches);
                List<String> scored =
                        new BatchTask(SCORES, batches.folder(), scoring(place), hadoop).over(batches.names(), spark);
                try (TaskResults results =
                        new TaskResults(scored, hadoop, "the data were changed while they were being scored")) {
                    return ResponseScorer.score(
                            new FarBackend(here, FarModel.of(batch -> next(results, batch))), request, done);
                }
            }
        });
    }

    /** Lets the scoring code ask for all its batches; what it makes of no answer is thrown away. */
    private void ask(ScoreRequest request, BatchFiles batches) throws IOException {
        Path folder = Files.createTempDirectory("counterpoint-");
        try {
            TrainableModel asked = FarModel.of(batch -> {
                try {
                    batches.add(out -> TokenBatches.write(batch, out));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return TokenBatches.none(batch);
            });
            ScoreRequest trial = new ScoreRequest(
                    request.model(),
                    request.data(),
                    folder.resolve("trial.jsonl"),
                    request.text(),
                    request.passes(),
                    true);
            ResponseScorer.score(new FarBackend(here, asked), trial, groups -> {});
        } catch (InputException e) {
            // Said again, with the output's own name, when it is done in earnest.
        } finally {
            batches.finish();
            WholeFolder.delete(folder);
        }
    }

    /** Of a static method: what is sent to the executors holds the place alone. */
    private static BatchTask.Work scoring(ScoringPlace place) {
        return (in, out) -> place.use(model -> {
            while (BatchFiles.more(in)) {
                TokenBatch batch = TokenBatches.read(in);
                out.writeLong(TokenBatches.mark(batch));
                TokenBatches.write(model.scores(batch), out);
            }
        });
    }

    private static RowScores next(TaskResults results, TokenBatch batch) {
        try {
            while (true) {
                DataInputStream from = results.next();
                long mark = from.readLong();
                RowScores scores = TokenBatches.readScores(from);
                if (mark == TokenBatches.mark(batch)) {
                    return scores; // what a killed run has on the disk already is not asked for
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
