package org.counterpoint.pairs.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.data.write.ParquetFile;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.core.measure.Measuring;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Groups or pairs to a folder that another training program opens, in memory that does not grow with the file. */
public final class ExportJob {
    private static final String MESSAGES = "STRUCT(\"role\" VARCHAR, \"content\" VARCHAR)[]";

    private ExportJob() {}

    /**
     * @param data groups or pairs
     * @param out the folder to make
     */
    public record Settings(Path data, ExportChoices choices, Path out, boolean overwrite) {
        ExportFormat format() {
            return choices.format();
        }

        private @Nullable Path origins() {
            return choices.origins();
        }

        Provenance record() {
            Map<String, String> all = new TreeMap<>();
            all.put("data", data.toString());
            all.put("format", format().wireName());
            Path given = origins();
            if (given != null) {
                all.put("origins", given.toString());
            }
            Provenance record = Provenance.of("export", all).from("data", data);
            Path used = originsFile();
            return used == null ? record : record.from("origins", used);
        }

        private @Nullable Path originsFile() {
            Path beside = data.resolveSibling(PairsJob.ORIGINS);
            Path given = origins();
            return given != null ? given : Files.isRegularFile(beside) ? beside : null;
        }
    }

    /**
     * Runs to the end or writes nothing.
     *
     * @throws InputException where a file or the output cannot be used, or no pair can be said in the form
     */
    public static ExportSummary run(Settings settings, Progress progress) {
        try (OutputFolder out = OutputFolder.claim(settings.out, settings.record(), settings.overwrite)) {
            Path folder = out.staging();
            Set<String> scores = new TreeSet<>();
            ExportSummary summary;
            try {
                summary = write(settings, folder, scores, progress);
            } catch (InputException e) {
                throw out.withLedger(e);
            }
            if (settings.format() == ExportFormat.PARQUET) {
                toParquet(folder, scores);
            } else if (settings.format() == ExportFormat.LLAMAFACTORY) {
                text(folder.resolve("dataset_info.json"), datasetInfo());
            }
            text(folder.resolve("README.md"), DatasetCard.of(summary, settings.data.toString()));
            text(folder.resolve("summary.json"), pretty(summary.toJson()));
            out.commit();
            return summary;
        }
    }

    /** @param scores takes the names of all scores that the pairs have */
    private static ExportSummary write(Settings settings, Path folder, Set<String> scores, Progress progress) {
        boolean parquet = settings.format() == ExportFormat.PARQUET;
        Path rowFile = folder.resolve(parquet ? "rows.jsonl" : settings.format().file());
        Path lineageFile = settings.originsFile();
        Map<String, Long> byType = new LinkedHashMap<>();
        Measuring measuring = new Measuring();
        long groups = 0;
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger.jsonl"));
                PairRows rows = new PairRows(rowFile);
                JsonLines lineages = new JsonLines(folder.resolve("lineage.jsonl"));
                Lineage lineage = new Lineage(lineageFile)) {
            CountingLedger ledger = new CountingLedger(file);
            try (TrainingData data = new TrainingData(
                    settings.data, TrainingData.Use.PREFERENCES, ledger, progress, Scratch.in(folder))) {
                for (ResponseGroup group = data.next(); group != null; group = data.next()) {
                    lineage.seek(group);
                    long before = rows.count();
                    for (Pair pair : group.pairs()) {
                        ObjectNode row = settings.format().row(group, pair);
                        if (row == null) {
                            ledger.add(cannotSay(settings.format(), group, pair));
                        } else {
                            rows.write(row);
                            scores.addAll(pair.scores().keySet());
                            byType.merge(pair.type(), 1L, Long::sum);
                            lineages.write(line(rows.count(), group, pair, lineage));
                        }
                    }
                    if (rows.count() > before) {
                        groups++;
                        measuring.add(group);
                    }
                }
                LedgerEntry first = ledger.firstOfMost();
                if (rows.count() == 0) {
                    throw new InputException(settings.data + " gives no row of the form "
                            + settings.format().wireName()
                            + (first == null
                                    ? ": it has no pair."
                                    : "; the first of " + ledger.total() + " left out: " + first.origin() + ": "
                                            + first.reason() + ": " + first.detail() + "."));
                }
                return new ExportSummary(
                        settings.format(),
                        data.rowsRead(),
                        groups,
                        rows.count(),
                        byType,
                        lineageFile == null ? "" : lineageFile.toString(),
                        lineage.unknown(),
                        new TreeMap<>(ledger.byReason()),
                        measuring.result(),
                        ledger.truncated());
            }
        }
    }

    private static ObjectNode line(long row, ResponseGroup group, Pair pair, Lineage lineage) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("row", row).put("id", group.id()).put("type", pair.type());
        line.set("chosen", lineage.of(group.responses().get(pair.chosen())));
        line.set("rejected", lineage.of(group.responses().get(pair.rejected())));
        return line;
    }

    private static LedgerEntry cannotSay(ExportFormat format, ResponseGroup group, Pair pair) {
        return new LedgerEntry(
                LedgerEntry.Kind.PAIR,
                group.origin(),
                group.id(),
                Reasons.NOT_IN_FORM,
                pair.type() + ": " + format.objection());
    }

    private static void toParquet(Path folder, Set<String> scores) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String name : new String[] {"id", "type", "chosen_model", "rejected_model"}) {
            columns.put(name, "VARCHAR");
        }
        for (String name : new String[] {"prompt", "chosen", "rejected"}) {
            columns.put(name, MESSAGES);
        }
        if (!scores.isEmpty()) {
            // Not a map: Hugging Face's datasets has no such type.
            columns.put(
                    "scores",
                    scores.stream()
                            .map(name -> "\"" + name.replace("\"", "\"\"") + "\" DOUBLE")
                            .collect(Collectors.joining(", ", "STRUCT(", ")")));
        }
        Path rows = folder.resolve("rows.jsonl");
        ParquetFile.convert(rows, columns, folder.resolve(ExportFormat.PARQUET.file()));
        try {
            Files.delete(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(rows + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** What LLaMA-Factory must know of the file: ShareGPT's form with OpenAI's names. */
    private static String datasetInfo() {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        ObjectNode set = info.putObject("preference");
        set.put("file_name", ExportFormat.LLAMAFACTORY.file())
                .put("formatting", "sharegpt")
                .put("ranking", true);
        set.putObject("columns")
                .put("messages", "messages")
                .put("chosen", "chosen")
                .put("rejected", "rejected");
        set.putObject("tags")
                .put("role_tag", "role")
                .put("content_tag", "content")
                .put("user_tag", "user")
                .put("assistant_tag", "assistant")
                .put("observation_tag", "tool")
                .put("system_tag", "system");
        return pretty(info);
    }

    private static String pretty(ObjectNode json) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void text(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
