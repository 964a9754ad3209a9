package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Reasons;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.WinrateChoices;
import org.counterpoint.eval.figures.WinrateJob;
import org.counterpoint.report.winrate.GridFormat;
import org.counterpoint.report.winrate.WinrateFiles;
import org.counterpoint.report.winrate.WinrateJson;
import org.counterpoint.report.winrate.WinrateText;
import org.counterpoint.settings.SettingType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Figures of annotation files, with statistics. */
@Command(
        name = "winrate",
        header = "Win rates of one or more annotation files, with intervals and comparisons.",
        description = {
            "Files in AlpacaEval's form (v1 rankings, v2 weighted). The leaderboard's figures are AlpacaEval's to the"
                    + " last digit; every other number names its method. Files are compared on the instructions that they"
                    + " share, joined by the instruction's text. With --json they are an array, an object a file."
        },
        footer = {
            "Rows without a verdict, duplicates and rows of other models are not in the win rate; they are counted,"
                    + " named",
            "with their lines, and listed in DIR/ledger.jsonl. --categories: {instruction, category | skill | level};",
            "--difficulty-table: {instruction, difficulty}.",
            "",
            "Examples:",
            "  counterpoint winrate annotations.json",
            "  counterpoint winrate sft.json dpo.json --html report.html",
            "  counterpoint winrate --arm sft=s1.json,s2.json --arm dpo=d1.json,d2.json --json",
            "  counterpoint winrate dpo.json --categories skills.jsonl --detect 2.0 --format markdown"
        })
public final class WinrateCommand implements Callable<Integer>, SettingOptions.Holder {

    private final Console console;
    private final SettingOptions<WinrateChoices> settings = new SettingOptions<>(WinrateChoices.SCHEMA);

    @Parameters(arity = "0..*", paramLabel = "ANNOTATIONS", description = "Annotation files.")
    List<Path> annotations = List.of();

    @Option(
            names = "--arm",
            paramLabel = "NAME=FILE,...",
            description = "Files of one training arm, a seed each: seeds count as a second level of variation.")
    List<String> arms = List.of();

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORM",
            description = "table, csv, latex or markdown (${DEFAULT-VALUE}); csv has every digit.")
    GridFormat format = GridFormat.TABLE;

    @Mixin
    JsonOption json = new JsonOption();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a report with charts and answers: one HTML file.")
    @Nullable
    Path html;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write winrate.json (with ranking and arms), leaderboard.csv and ledger.jsonl into this folder.")
    @Nullable
    Path out;

    @Option(names = "--overwrite", description = "Replace what stands at --html and in --out.")
    boolean overwrite;

    public WinrateCommand(Console console) {
        this.console = console;
    }

    @Override
    public SettingOptions<?> settings() {
        return settings;
    }

    @Override
    public Integer call() {
        if (json.given && format != GridFormat.TABLE) {
            throw new UsageException("--json and --format ask for two forms at once; give one");
        }
        WinrateChoices choices = settings.read();
        Map<String, List<Integer>> byArm = new LinkedHashMap<>();
        List<Path> files = files(byArm);
        MemoryLedger ledger = new MemoryLedger();
        Analysis analysis;
        try (ProgressDisplay progress = new ProgressDisplay(console, "winrate")) {
            analysis = WinrateJob.run(files, byArm, choices, ledger, progress);
        }
        if (out != null) {
            WinrateFiles.write(out, analysis, choices.detect(), ledger.entries(), overwrite);
        }
        if (html != null) {
            WinrateFiles.report(html, analysis, choices.level(), overwrite);
        }
        print(analysis, choices);
        setAside(ledger.entries());
        boolean truncated =
                ledger.entries().stream().anyMatch(entry -> entry.reason().equals(Reasons.TRUNCATED_FILE));
        return Truncation.exitCode(console, truncated);
    }

    /** The files in order, an arm's behind those that are given alone. */
    private List<Path> files(Map<String, List<Integer>> byArm) {
        List<Path> files = new ArrayList<>(annotations);
        for (String arm : arms) {
            int equals = arm.indexOf('=');
            if (equals <= 0 || equals == arm.length() - 1) {
                throw new UsageException("--arm is NAME=FILE,..., not '" + arm + "'");
            }
            List<Integer> places = new ArrayList<>();
            for (String name : SettingType.Paths.split(arm.substring(equals + 1))) {
                Path file = Path.of(name);
                if (!files.contains(file)) {
                    files.add(file);
                }
                places.add(files.indexOf(file));
            }
            if (byArm.put(arm.substring(0, equals), places) != null) {
                throw new UsageException(
                        "--arm " + arm.substring(0, equals) + " is given twice; name its files in one");
            }
        }
        if (files.isEmpty()) {
            throw new UsageException("missing annotation files\nsee: counterpoint winrate --help");
        }
        return files;
    }

    private void print(Analysis analysis, WinrateChoices choices) {
        if (json.given) {
            console.json(new WinrateJson(analysis, choices.detect()).files());
        } else if (format == GridFormat.TABLE) {
            WinrateText.lines(analysis, choices.level(), choices.detect()).forEach(console::result);
        } else {
            WinrateFiles.leaderboard(analysis, format).forEach(console::result);
        }
    }

    /** Beside the result, so that scripts which read it are not disturbed. */
    private void setAside(List<LedgerEntry> entries) {
        Map<String, List<LedgerEntry>> grouped = entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.origin().file() + "\n" + entry.reason(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        for (List<LedgerEntry> group : grouped.values()) {
            LedgerEntry first = group.get(0);
            console.note(first.origin().file() + ": " + group.size() + " not used, " + first.reason()
                    + ", the first at " + first.origin() + ": " + first.detail());
        }
    }
}
