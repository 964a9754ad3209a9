package org.counterpoint.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.counterpoint.pairs.PairsSummary;

/** What {@code pairs} made of a table: its files as tables, in parts that are in the order of the input. */
public final class PairTables {
    private final SparkSession spark;
    private final String out;
    private final PairsSummary summary;

    PairTables(SparkSession spark, String out, PairsSummary summary) {
        this.spark = spark;
        this.out = out;
        this.summary = summary;
    }

    /** {@code id, messages, responses, pairs}. */
    public Dataset<Row> groups() {
        return table("groups.jsonl");
    }

    /** {@code id, prompt, chosen, rejected, chosen_model, rejected_model, type, scores}. */
    public Dataset<Row> pairs() {
        return table("pairs.jsonl");
    }

    /** {@code kind, file, line, id, reason, detail}. */
    public Dataset<Row> ledger() {
        return table(PairFiles.LEDGER);
    }

    private Dataset<Row> table(String file) {
        return spark.read().json(out + "/" + file);
    }

    /** What {@code summary.json} says, as a value. */
    public PairsSummary summary() {
        return summary;
    }

    /** What {@code summary.json} says. */
    public String summaryJson() {
        return summary.toJson().toString();
    }
}
