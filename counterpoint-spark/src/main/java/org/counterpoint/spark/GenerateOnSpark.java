package org.counterpoint.spark;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.answer.generate.BatchModel;
import org.counterpoint.answer.generate.GenerateJob;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.answer.generate.GenerateSummary;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.store.WholeFolder;

/**
 * The job {@code generate} with the model on a cluster: the local job runs here, once to see what batches there are and once
 * more when they are answered, so that rows, ledger and order are the local command's.
 */
final class GenerateOnSpark {
    private static final int BATCHES_A_TASK = 4;
    private static final String ANSWERS = "answers";

    private final JavaSparkContext spark;
    private final AnsweringPlace place;

    GenerateOnSpark(JavaSparkContext spark, GenerateSettings settings) {
        this.spark = spark;
        Path base = settings.base();
        this.place = new AnsweringPlace(
                ModelOnExecutor.of(settings.model(), spark),
                base == null ? null : ModelOnExecutor.of(base, spark),
                settings.choices().precision(),
                settings.choices().sampling().temperature(),
                settings.choices().sampling().topK(),
                settings.choices().sampling().topP(),
                settings.choices().maxNewTokens());
    }

    /**
     * Runs to the end, or leaves what the local command would leave.
     *
     * @throws InputException where prompts or output cannot be used
     * @throws org.counterpoint.console.FailedWork where the cluster failed
     */
    GenerateSummary run(GenerateSettings settings, Progress progress) {
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        return SparkFailures.told(() -> {
            try (BatchFiles batches =
                    new BatchFiles(hadoop.value().value(), SparkMaster.isHere(spark.master()), BATCHES_A_TASK)) {
                int positions = ask(settings, batches);
                List<String> answered =
                        new BatchTask(ANSWERS, batches.folder(), answering(place), hadoop).over(batches.names(), spark);
                Told told = new Told(
                        new TaskResults(answered, hadoop, "the prompts were changed while they were being answered"),
                        positions);
                return GenerateJob.run(settings, 0, ignored -> told, progress);
            }
        });
    }

    /** @return how many positions the model has */
    private int ask(GenerateSettings settings, BatchFiles batches) throws IOException {
        Path folder = Files.createTempDirectory("counterpoint-");
        Path out = folder.resolve("trial.jsonl");
        int[] positions = {0};
        try {
            GenerateSettings trial = new GenerateSettings(
                    settings.model(),
                    settings.base(),
                    settings.data(),
                    out,
                    GenerateSettings.ledgerOf(out),
                    settings.name(),
                    settings.form(),
                    settings.choices(),
                    true);
            GenerateJob.run(
                    trial,
                    0,
                    own -> {
                        positions[0] = BatchModel.positions(own);
                        return new Asked(positions[0], batches);
                    },
                    Progress.NONE);
        } catch (InputException e) {
            // Said again, with the output's own name, when it is done in earnest.
        } finally {
            batches.finish();
            WholeFolder.delete(folder);
        }
        return positions[0];
    }

    /** Writes down what is asked. */
    private record Asked(int positions, BatchFiles batches) implements BatchModel {
        @Override
        public List<Generator.Generated> generate(List<Generator.Request> requests, Set<Integer> endTokens) {
            try {
                batches.add(out -> {
                    TokenBatches.writeInts(
                            endTokens.stream().mapToInt(Integer::intValue).toArray(), out);
                    out.writeInt(requests.size());
                    for (Generator.Request request : requests) {
                        out.writeLong(request.seed());
                        TokenBatches.writeInts(request.prompt(), out);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return requests.stream()
                    .map(request -> new Generator.Generated(new int[0], false, new double[0]))
                    .toList();
        }

        @Override
        public void close() {}
    }

    private static long mark(List<Generator.Request> requests) {
        long mark = requests.size();
        for (Generator.Request request : requests) {
            mark = 31 * (31 * mark + request.seed()) + Arrays.hashCode(request.prompt());
        }
        return mark;
    }

    /** Of a static method: what is sent to the executors holds the place alone. */
    private static BatchTask.Work answering(AnsweringPlace place) {
        return (in, out) -> {
            while (BatchFiles.more(in)) {
                Set<Integer> endTokens = new TreeSet<>();
                Arrays.stream(TokenBatches.readInts(in)).forEach(endTokens::add);
                List<Generator.Request> requests = new ArrayList<>();
                for (int n = in.readInt(); n > 0; n--) {
                    long seed = in.readLong();
                    requests.add(new Generator.Request(TokenBatches.readInts(in), seed));
                }
                out.writeLong(mark(requests));
                out.writeInt(requests.size());
                for (Generator.Generated generated : place.generate(requests, endTokens)) {
                    TokenBatches.writeInts(generated.tokens(), out);
                    out.writeBoolean(generated.stopped());
                }
            }
        };
    }

    /** What the tasks answered, batch after batch. */
    private record Told(TaskResults results, int positions) implements BatchModel {
        @Override
        public List<Generator.Generated> generate(List<Generator.Request> requests, Set<Integer> endTokens) {
            try {
                while (true) {
                    DataInputStream from = results.next();
                    long mark = from.readLong();
                    List<Generator.Generated> answers = new ArrayList<>();
                    for (int n = from.readInt(); n > 0; n--) {
                        answers.add(new Generator.Generated(
                                TokenBatches.readInts(from), from.readBoolean(), new double[0]));
                    }
                    if (mark == mark(requests)) {
                        return answers; // what a killed run has in its journal already is not asked for
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                results.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
