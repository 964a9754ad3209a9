package org.counterpoint.report.winrate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFile;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.report.ReportPage;
import org.counterpoint.store.Provenance;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code winrate} leaves on the disk. */
public final class WinrateFiles {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private WinrateFiles() {}

    /** {@code winrate.json}, {@code leaderboard.csv} and {@code ledger.jsonl}, all or none. */
    public static void write(
            Path folder, Analysis analysis, double detect, List<LedgerEntry> entries, boolean overwrite) {
        try (OutputFolder output = OutputFolder.claim(folder, record(analysis), overwrite)) {
            Path at = output.staging();
            Files.writeString(
                    at.resolve("winrate.json"),
                    JSON.writeValueAsString(new WinrateJson(analysis, detect).everything()) + "\n");
            Files.writeString(
                    at.resolve("leaderboard.csv"), String.join("\n", leaderboard(analysis, GridFormat.CSV)) + "\n");
            try (LedgerFile ledger = new LedgerFile(at.resolve("ledger.jsonl"))) {
                entries.forEach(ledger::add);
            }
            output.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The report as one HTML file, whole or not at all. */
    public static void report(Path html, Analysis analysis, double level, boolean overwrite) {
        try (OutputFile output = OutputFile.claim(html, record(analysis), overwrite)) {
            ReportPage.write(WinrateReport.of(analysis, level), output.staging());
            output.commit();
        }
    }

    /** The leaderboard: every digit for machines, rounded for people. */
    public static List<String> leaderboard(Analysis analysis, GridFormat format) {
        return format.lines(
                format == GridFormat.CSV ? Leaderboard.full(analysis.files()) : Leaderboard.narrow(analysis.files()));
    }

    private static Provenance record(Analysis analysis) {
        String files = analysis.files().stream().map(file -> file.set().file()).collect(Collectors.joining(", "));
        return Provenance.of("winrate", Map.of("annotations", files))
                .from(
                        "annotations",
                        analysis.files().stream()
                                .map(file -> Path.of(file.set().file()))
                                .toList());
    }
}
