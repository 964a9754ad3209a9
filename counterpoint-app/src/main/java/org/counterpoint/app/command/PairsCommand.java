package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.counterpoint.app.console.Console;
import org.counterpoint.app.console.ProgressDisplay;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.pairs.ModelOrder;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.pairs.choose.ChooseSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers to groups, pairs and a ledger. */
@Command(
        name = "pairs",
        header = "Build response groups and preference pairs from several models' answers.",
        description = {
            "The answer of a model that stands earlier in --order is preferred. Rows join on the prompt, or on their id"
                    + " where every file has one. Whatever is not used is in DIR/ledger.jsonl, with the reason."
        },
        footer = {
            "Answer files: AlpacaEval, Alpaca, messages, or {id, messages, model, text, finish}; JSON Lines, .json,",
            ".parquet, .gz and .zst. MODEL=FILE beats the model's name in the file.",
            "",
            "Examples:",
            "  counterpoint pairs --answers gpt4=gpt4.json --answers chatgpt=chatgpt.jsonl.gz \\",
            "      --order gpt4,chatgpt --out pairs",
            "  counterpoint pairs --answers all.jsonl --order gpt4,chatgpt,davinci --out pairs --json",
            "  counterpoint pairs --answers all.jsonl --order gpt4,chatgpt --out pairs \\",
            "      --choose drop=refusal_chosen,cut_off --choose length=balance",
            "  counterpoint pairs --answers all.jsonl --order gpt4,chatgpt --out pairs \\",
            "      --choose decontaminate=alpaca_eval.json --choose duplicates=near"
        })
public final class PairsCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--answers",
            required = true,
            arity = "1..*",
            paramLabel = "[MODEL=]FILE",
            description = "A file of answers; several may follow, or give the option again.")
    List<String> answers = List.of();

    @Option(
            names = "--order",
            required = true,
            paramLabel = "A,B,...",
            description = "The models, strongest first; exactly those of the files.")
    String order = "";

    @Option(
            names = "--choose",
            paramLabel = "NAME=VALUE",
            description = "What is used of the answers and pairs; may be given often. See docs/choosing.md.")
    Map<String, String> choose = new LinkedHashMap<>();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to make.")
    Path out = Path.of("");

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Draws where a pair is one of several equals (${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--overwrite", description = "Replace what stands in --out.")
    boolean overwrite;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    boolean json;

    public PairsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PairsSummary summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, "pairs")) {
            PairsJob.Settings settings = new PairsJob.Settings(
                    answers.stream().map(AnswerFile::parse).toList(),
                    ModelOrder.parse(order),
                    chooseSettings(),
                    out,
                    overwrite);
            summary = PairsJob.run(settings, progress);
        }
        if (json) {
            console.json(summary.toJson());
        } else {
            print(summary);
        }
        return Truncation.exitCode(console, summary.truncated());
    }

    private ChooseSettings chooseSettings() {
        Map<String, String> settings = new LinkedHashMap<>(choose);
        settings.putIfAbsent("seed", Long.toString(seed));
        return ChooseSettings.read(settings);
    }

    private void print(PairsSummary summary) {
        console.result(summary.rowsRead() + " rows read: " + summary.answers() + " answers in " + summary.groups()
                + " groups (joined by " + summary.joinedBy() + ")");
        console.result(summary.pairs() + " pairs");
        summary.pairsByType().forEach((type, count) -> console.result("  " + type + "  " + count));
        if (!summary.noticed().isEmpty()) {
            console.result("noticed: "
                    + summary.noticed().entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", ")));
        }
        console.result("refusals " + summary.refusals() + ", cut off " + summary.cutOff());
        SetAside.print(console, summary.setAside(), out.resolve("ledger.jsonl"));
        console.result("written to " + out);
    }
}
