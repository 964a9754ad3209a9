package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.eval.annotations.AnnotationChoice;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.AnnotationSets;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.Categories;
import org.counterpoint.eval.figures.Difficulty;
import org.counterpoint.eval.figures.InstructionTables;
import org.counterpoint.report.winrate.GridFormat;
import org.counterpoint.report.winrate.WinrateFiles;
import org.counterpoint.report.winrate.WinrateJson;
import org.counterpoint.report.winrate.WinrateText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Figures of annotation files, with statistics. */
@Command(
        name = "winrate",
        header = "Win rates of one or more annotation files, with intervals and comparisons.",
        description = {
            "Files in AlpacaEval's form (v1 rankings, v2 weighted). The leaderboard's figures are AlpacaEval's to the"
                + " last digit; every other number names its method. Files are compared on the instructions that they"
                + " share, joined by the instruction's text."
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
public final class WinrateCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(arity = "0..*", paramLabel = "ANNOTATIONS", description = "Annotation files.")
    List<Path> annotations = List.of();

    @Option(
            names = "--arm",
            paramLabel = "NAME=FILE,...",
            description = "Files of one training arm, a seed each: seeds count as a second level of variation.")
    List<String> arms = List.of();

    @Option(
            names = "--difficulty",
            paramLabel = "HOW",
            description =
                    "Difficulty in the length-controlled win rate: none, estimated (from all files), table; off leaves"
                            + " the rate out. Default: none for one file and for more than ten, estimated for several.")
    @Nullable
    String difficulty;

    @Option(names = "--difficulty-table", paramLabel = "FILE", description = "Difficulty by instruction.")
    @Nullable
    Path difficultyTable;

    @Option(names = "--categories", paramLabel = "FILE", description = "Category, skill or level by instruction.")
    List<Path> categories = List.of();

    @Option(names = "--generator", paramLabel = "NAME", description = "Which generator_2, where a file mixes several.")
    @Nullable
    String generator;

    @Option(names = "--annotator", paramLabel = "NAME", description = "Which annotator, where a file mixes several.")
    @Nullable
    String annotator;

    @Option(
            names = "--detect",
            defaultValue = "2.0",
            paramLabel = "POINTS",
            description = "How many instructions it takes to see this difference (${DEFAULT-VALUE} percentage points).")
    double detect;

    @Option(
            names = "--level",
            defaultValue = "0.95",
            paramLabel = "P",
            description = "Of intervals (${DEFAULT-VALUE}).")
    double level;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Of bootstraps and permutations (${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORM",
            description = "table, csv, latex or markdown (${DEFAULT-VALUE}); csv has every digit.")
    GridFormat format = GridFormat.TABLE;

    @Option(
            names = "--brief",
            description =
                    "The leaderboard's figures with Wilson intervals and nothing else: for many files at once. With"
                            + " --difficulty the length-controlled win rate as well.")
    boolean brief;

    @Option(names = "--json", description = "Print the figures as one JSON array, an object a file.")
    boolean json;

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
    public Integer call() {
        check();
        Map<String, List<Integer>> byArm = new LinkedHashMap<>();
        List<Path> files = files(byArm);
        MemoryLedger ledger = new MemoryLedger();
        List<AnnotationSet> sets;
        Analysis analysis;
        try (ProgressDisplay progress = new ProgressDisplay(console, "winrate")) {
            List<Categories> ways = new ArrayList<>();
            categories.forEach(file -> ways.addAll(InstructionTables.categories(file, ledger)));
            Difficulty how = difficulty(files.size(), ledger);
            sets = read(files, ledger, progress);
            analysis = Analysis.of(sets, new Analysis.Settings(level, seed, how, ways, brief, byArm));
        }
        if (out != null) {
            WinrateFiles.write(out, analysis, detect, ledger.entries(), overwrite);
        }
        if (html != null) {
            WinrateFiles.report(html, analysis, level, overwrite);
        }
        print(analysis);
        setAside(ledger.entries());
        boolean truncated =
                ledger.entries().stream().anyMatch(entry -> entry.reason().equals(Reasons.TRUNCATED_FILE));
        return Truncation.exitCode(console, truncated);
    }

    private void check() {
        if (!(level > 0.5 && level < 1)) {
            throw new UsageException("--level lies between 0.5 and 1, not " + level);
        }
        if (!(detect > 0 && detect <= 100)) {
            throw new UsageException("--detect is a difference of up to 100 percentage points, not " + detect);
        }
        if (json && format != GridFormat.TABLE) {
            throw new UsageException("--json and --format ask for two forms at once; give one");
        }
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
            for (String name : arm.substring(equals + 1).split(",")) {
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

    private Difficulty difficulty(int files, Ledger ledger) {
        String name = difficultyTable != null && difficulty == null ? "table" : difficulty;
        if (name == null && brief) {
            return new Difficulty.Off();
        }
        if (name == null) {
            return files > 1 && files <= 10 ? new Difficulty.Estimated() : new Difficulty.None();
        }
        if (difficultyTable != null && !name.equals("table")) {
            throw new UsageException("--difficulty-table goes with --difficulty table, not with " + name);
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "off" -> new Difficulty.Off();
            case "none" -> new Difficulty.None();
            case "estimated" -> new Difficulty.Estimated();
            case "table" -> {
                if (difficultyTable == null) {
                    throw new UsageException("--difficulty table needs --difficulty-table FILE");
                }
                yield new Difficulty.Table(InstructionTables.difficulty(difficultyTable, ledger));
            }
            default -> throw new UsageException("--difficulty is off, none, estimated or table, not '" + name + "'");
        };
    }

    private List<AnnotationSet> read(List<Path> files, MemoryLedger ledger, ProgressDisplay progress) {
        AnnotationChoice choice = new AnnotationChoice(generator, annotator);
        AtomicInteger done = new AtomicInteger();
        List<MemoryLedger> ledgers =
                files.stream().map(file -> new MemoryLedger()).toList();
        List<AnnotationSet> sets = IntStream.range(0, files.size())
                .parallel()
                .mapToObj(i -> {
                    AnnotationSet set = AnnotationSets.read(files.get(i), choice, ledgers.get(i), Progress.NONE);
                    progress.update(done.incrementAndGet(), files.size(), "files");
                    return set;
                })
                .toList();
        // File by file, so that the ledger is the same whichever was read first.
        ledgers.forEach(one -> one.entries().forEach(ledger::add));
        return sets;
    }

    private void print(Analysis analysis) {
        if (json) {
            console.json(new WinrateJson(analysis, detect).files());
        } else if (format == GridFormat.TABLE) {
            WinrateText.lines(analysis, level, detect).forEach(console::result);
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
