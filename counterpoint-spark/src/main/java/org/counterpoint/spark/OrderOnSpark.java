package org.counterpoint.spark;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.data.forms.VerdictReader;
import org.counterpoint.pairs.core.verdict.VerdictTable;
import org.counterpoint.pairs.local.VerdictFiles;

/**
 * The job {@code order} on Spark: tasks read the verdicts and keep of their texts only hashes; the driver puts them into
 * its table in the order of the files, as the local command does.
 */
final class OrderOnSpark {
    private final JavaSparkContext spark;
    private final List<String> verdicts;

    /** @param verdicts paths of this machine or URIs */
    OrderOnSpark(JavaSparkContext spark, List<String> verdicts) {
        this.spark = spark;
        this.verdicts = List.copyOf(verdicts);
    }

    /**
     * The verdicts.
     *
     * @param ledger as {@link VerdictFiles#read}
     * @throws org.counterpoint.data.InputException where a file as a whole cannot be used
     * @throws org.counterpoint.console.FailedWork where the cluster failed
     */
    VerdictTable run(Ledger ledger) {
        return SparkFailures.told(() -> {
            Broadcast<SerializableConfiguration> hadoop =
                    spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
            List<InputPart> parts = InputPlan.of(
                    verdicts.stream().map(file -> new AnswerInput(null, file)).toList(),
                    spark.defaultParallelism(),
                    spark.hadoopConfiguration());
            RowSource<InputPart> source = RowSource.of(spark, parts, hadoop);
            VerdictParts<InputPart> reading = new VerdictParts<>(source.opening());
            return table(
                    parts,
                    source.rdd().mapPartitionsWithIndex(reading::read, false).collect(),
                    ledger);
        });
    }

    private VerdictTable table(List<InputPart> parts, List<VerdictParts.Part> read, Ledger ledger) {
        Lines lines = Lines.of(
                parts.stream().map(InputPart::name).toList(),
                read.stream().map(VerdictParts.Part::lines).toList());
        VerdictTable table = new VerdictTable();
        RowAccount account = RowAccount.NONE;
        for (int part = 0; part < parts.size(); part++) {
            for (VerdictParts.Item item : read.get(part).items()) {
                add(item, part, lines, table, ledger);
            }
            account = account.plus(placed(read.get(part).rows(), part, lines));
            int input = parts.get(part).input();
            if (part + 1 == parts.size() || parts.get(part + 1).input() != input) {
                VerdictReader.requireUsed(account, verdicts.get(input));
                account = RowAccount.NONE;
            }
        }
        return table;
    }

    private static void add(VerdictParts.Item item, int part, Lines lines, VerdictTable table, Ledger ledger) {
        if (item instanceof VerdictParts.Judged judged) {
            table.add(judged.verdict().at(lines.placed(part, judged.verdict().origin())), ledger);
        } else if (item instanceof VerdictParts.Refused refused) {
            ledger.add(placed(refused.entry(), part, lines));
        }
    }

    private static RowAccount placed(RowAccount rows, int part, Lines lines) {
        LedgerEntry fault = rows.firstFault();
        return new RowAccount(rows.read(), rows.used(), fault == null ? null : placed(fault, part, lines));
    }

    private static LedgerEntry placed(LedgerEntry entry, int part, Lines lines) {
        return new LedgerEntry(
                entry.kind(), lines.placed(part, entry.origin()), entry.id(), entry.reason(), entry.detail());
    }
}
