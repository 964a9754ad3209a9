package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.pairs.SplitBy;
import org.counterpoint.pairs.SplitJob;
import org.counterpoint.pairs.SplitSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Training and held-out parts by prompt. */
@Command(
        name = "split",
        header = "Hold out some prompts, with all their rows, for evaluation.",
        description = {
            "Which prompts are held out depends on their text and the seed, not on their place: files with the same"
                    + " prompts are cut alike, whatever their form."
        },
        footer = {
            "Examples:",
            "  counterpoint split --data pairs/groups.jsonl --held-out 105 --out parts",
            "  counterpoint split --data pairs/groups.jsonl --held-out 105 --by cluster --out parts",
            "  counterpoint split --data answers.jsonl --held-out 50 --seed 7 --out parts --json"
        })
public final class SplitCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "Groups, pairs, answers or prompts.")
    Path data = Path.of("");

    @Option(names = "--held-out", required = true, paramLabel = "N", description = "How many prompts to hold out.")
    int heldOut;

    @Option(
            names = "--by",
            defaultValue = "prompt",
            paramLabel = "WHAT",
            description = "What is never cut apart: prompt (its rows), cluster (those of near-duplicates too; at most"
                    + " --held-out prompts then). Default: ${DEFAULT-VALUE}.")
    SplitBy by = SplitBy.PROMPT;

    @Option(
            names = "--near-duplicate",
            defaultValue = "0.7",
            paramLabel = "S",
            description = "From which similarity on prompts are of one cluster (${DEFAULT-VALUE}).")
    double nearDuplicate;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to make.")
    Path out = Path.of("");

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Another seed holds out other prompts (${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--overwrite", description = "Replace what stands in --out.")
    boolean overwrite;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    boolean json;

    public SplitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SplitSummary summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, "split")) {
            summary = SplitJob.run(
                    new SplitJob.Settings(data, by, nearDuplicate, heldOut, seed, out, overwrite), progress);
        }
        if (json) {
            console.json(summary.toJson());
        } else {
            console.result(summary.rowsRead() + " rows read");
            SplitSummary.Clusters clusters = summary.clusters();
            if (clusters != null) {
                console.result(clusters.heldOut() + " of " + clusters.all() + " clusters held out");
            }
            console.result(summary.trainRows() + " rows to " + out.resolve("train.jsonl"));
            console.result(summary.heldOutRows() + " rows, " + summary.heldOutPrompts() + " prompts, to "
                    + out.resolve("held-out.jsonl"));
            SetAside.print(console, summary.setAside(), out.resolve("ledger.jsonl"));
        }
        return Truncation.exitCode(console, summary.truncated());
    }
}
