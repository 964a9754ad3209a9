package org.counterpoint.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.counterpoint.app.cluster.ClusterOut;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Message;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Role;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.pairs.DifficultyChoices;
import org.counterpoint.pairs.DifficultyJob;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own, one of which dies in the middle of the work. */
@Tag("slow")
class SparkClusterTest {
    private static final List<String> FILES =
            List.of("groups.jsonl", "pairs.jsonl", "origins.jsonl", "ledger.jsonl", "summary.json");

    @TempDir
    Path folder;

    /** Ends an executor when some tasks are done, and counts those that are gone. */
    private static final class Killing extends SparkListener {
        private final AtomicInteger tasks = new AtomicInteger();
        private final AtomicInteger gone = new AtomicInteger();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            if (tasks.incrementAndGet() == 20) {
                ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.info().command().orElse("").endsWith("java")) // no others start here
                        .findFirst()
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            gone.incrementAndGet();
        }
    }

    @Test
    void anExecutorThatDiesChangesNoByte() throws IOException {
        Path file = folder.resolve("answers.jsonl");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 9_000; i++) {
            text.append("{\"instruction\":\"Question ")
                    .append(i % 3_000)
                    .append("?\",\"output\":\"")
                    .append(i % 41 == 0 ? " " : "An answer of some length, number " + i)
                    .append("\",\"generator\":\"")
                    .append("abc".charAt(i / 3_000))
                    .append("\"}\n");
        }
        Files.writeString(file, text);
        PairChoices choices = PairChoices.SCHEMA
                .read(Map.of("order", "a,b,c", "choose.length", "balance"))
                .orElseThrow(faults -> new InputException(faults.toString()));
        PairsJob.run(
                new PairsJob.Settings(
                        List.of(AnswerFile.parse(file.toString())), choices, folder.resolve("local"), false),
                Progress.NONE);
        Killing killing = new Killing();
        try (JavaSparkContext spark = cluster()) {
            spark.sc().addSparkListener(killing);
            CounterpointSpark.pairs(
                    spark,
                    new PairsSettings(
                            List.of(AnswerInput.parse(file.toString())),
                            choices,
                            folder.resolve("spark").toString(),
                            false,
                            new OutputLayout(false, 12)),
                    (summary, made) -> {},
                    Progress.NONE);
            difficulty(spark);
        }
        assertThat(killing.gone.get()).isPositive();
        for (String name : FILES) {
            assertThat(folder.resolve("spark").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("local").resolve(name));
        }
    }

    /** What travels to the executors of another process: verdicts, scores of a model, and pieces of both. */
    private void difficulty(JavaSparkContext spark) throws IOException {
        Path groups = folder.resolve("local/groups.jsonl");
        StringBuilder scores = new StringBuilder();
        for (int i = 0; i < 3_000; i += 2) {
            Prompt prompt = new Prompt.Chat(List.of(new Message(Role.USER, "Question " + i + "?")));
            scores.append("{\"id\":\"")
                    .append(PromptIds.of(prompt))
                    .append("\",\"responses\":[{\"model\":\"a\",\"logp\":-1.5,\"tokens\":3},")
                    .append("{\"model\":\"b\",\"logp\":-2,\"tokens\":3}]}\n");
        }
        Path logps = Files.writeString(folder.resolve("logps.jsonl"), scores);
        DifficultyChoices choices = DifficultyChoices.SCHEMA
                .read(Map.of("scores", "all", "logps", logps.toString(), "missing", "drop"))
                .orElseThrow(faults -> new InputException(faults.toString()));
        Path here = folder.resolve("here");
        Path there = folder.resolve("there");
        DifficultyJob.run(new DifficultyJob.Settings(groups, choices, here, false), Progress.NONE);
        new DifficultyOnSpark(
                        spark,
                        new DifficultySettings(
                                groups.toString(), choices, new ClusterOut(there.toString(), false, false, false), 0),
                        Progress.NONE)
                .run();
        assertThat(there.resolve("groups.jsonl"))
                .hasSameBinaryContentAs(here.resolve("groups.jsonl"))
                .content()
                .contains("reference_margin");
        assertThat(there.resolve("ledger.jsonl")).hasSameBinaryContentAs(here.resolve("ledger.jsonl"));
    }

    /** Spark starts its executors from SPARK_HOME, which the build names, by the jars in it. */
    private static JavaSparkContext cluster() throws IOException {
        String home = System.getenv("SPARK_HOME");
        assertThat(home).as("SPARK_HOME").isNotNull();
        Path jars = Files.createDirectories(Path.of(home, "jars"));
        String classes = System.getProperty("java.class.path");
        for (String entry : classes.split(File.pathSeparator)) {
            Path jar = Path.of(entry).toAbsolutePath();
            if (entry.endsWith(".jar") && Files.notExists(jars.resolve(jar.getFileName()))) {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
        }
        SparkConf conf = new SparkConf()
                .setMaster("local-cluster[2,1,1024]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.executor.extraClassPath", classes)
                // Where none starts, Spark would try for ever.
                .set("spark.deploy.maxExecutorRetries", "5");
        SparkMaster.computingAlike(conf, List.of("-XX:CompileCommand=quiet", "-Xmx1g"));
        return new JavaSparkContext(conf);
    }
}
