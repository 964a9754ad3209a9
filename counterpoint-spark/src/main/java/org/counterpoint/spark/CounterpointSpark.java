package org.counterpoint.spark;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.console.FailedWork;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.rows.Rows;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;

/**
 * What a program or a notebook calls; from Python through PySpark's gateway (docs/spark.md). Settings have the names of
 * the commands' options in their long form, those of {@code --choose} under {@code choose.}: {@code {"order": ["gpt4",
 * "davinci"], "choose.length": "balance"}}.
 */
public final class CounterpointSpark {
    /** What rows that come from no file are called in ledgers; their lines count from 1, in the order of the partitions. */
    public static final String ROWS = "rows";

    private CounterpointSpark() {}

    /**
     * Groups, pairs and a ledger of answers in a table, a column a key of the rows that {@code pairs} reads.
     *
     * @param rows read twice: cache it, or checkpoint it, where it is not the same rows in the same order each time
     * @param settings those of {@code pairs}
     * @param out the folder to make, which must not be there; the tables of the result lie in it
     * @throws InputException where the rows or settings cannot be used
     * @throws FailedWork where the cluster failed
     */
    public static PairTables pairs(Dataset<Row> rows, Map<String, ?> settings, String out) {
        JavaRDD<String> texts = rows.toJSON().javaRDD();
        int parts = texts.getNumPartitions();
        if (parts == 0) {
            throw new InputException("There is no row of answers: the table is empty.");
        }
        AnswerSource<String> source = new AnswerSource<>(
                new RowSource<>(
                        texts,
                        (content, line) -> {
                            CountedTexts counted = new CountedTexts(content);
                            return new OpenPart(Rows.of(counted, ROWS, line), counted::count, () -> {});
                        },
                        Collections.nCopies(parts, ROWS)),
                part -> null,
                Collections.nCopies(parts, 0),
                List.of(ROWS));
        SparkSession session = rows.sparkSession();
        PairChoices choices = PairChoices.SCHEMA
                .read(settings)
                .orElseThrow(faults ->
                        new InputException(faults.stream().map(Object::toString).collect(Collectors.joining("\n"))));
        PairsSummary summary = new PairsOnSpark<>(
                        JavaSparkContext.fromSparkContext(session.sparkContext()),
                        source,
                        new PairsSettings(List.of(), choices, out, false, new OutputLayout(true, 0)),
                        Progress.NONE)
                .run((made, folder) -> {});
        return new PairTables(session, out, summary);
    }

    /**
     * The command {@code pairs}.
     *
     * @param answers {@code FILE} or {@code MODEL=FILE}, of any file system that Hadoop knows
     * @throws InputException where a file, the choices or the output cannot be used
     * @throws FailedWork where the cluster failed
     */
    static PairsSummary pairs(
            JavaSparkContext spark, PairsSettings settings, PairsJob.Supplement supplement, Progress progress) {
        if (settings.answers().isEmpty()) {
            throw new InputException("No answers are given; give --answers FILE or MODEL=FILE, once a file.");
        }
        List<InputPart> parts =
                InputPlan.of(settings.answers(), spark.defaultParallelism(), spark.hadoopConfiguration());
        List<String> models = parts.stream()
                .map(part -> part.model() == null ? "" : part.model())
                .toList();
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        AnswerSource<InputPart> source = new AnswerSource<>(
                RowSource.of(spark, parts, hadoop),
                part -> models.get(part).isEmpty() ? null : models.get(part),
                parts.stream().map(InputPart::input).toList(),
                IntStream.range(0, settings.answers().size())
                        .mapToObj(i -> settings.answers().get(i).location())
                        .toList());
        return new PairsOnSpark<>(spark, source, settings, progress).run(supplement);
    }
}
