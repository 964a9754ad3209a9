package org.counterpoint.app.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.app.cluster.Cluster;
import org.counterpoint.app.cluster.ClusterOptions;
import org.counterpoint.app.cluster.ClusterPlace;
import org.counterpoint.app.cluster.TableOption;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.report.pairs.PairsReport;
import org.counterpoint.store.hub.HubKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers to groups, pairs and a ledger. */
@Command(
        name = "pairs",
        header = "Build response groups and preference pairs from several models' answers.",
        description = {
            "The answer of a stronger model is preferred: one that stands earlier in --order, has the better rating or"
                    + " rank in the data (--order-by), or wins more of a judge's verdicts (--order-from). Rows join on the"
                    + " prompt, message by message and to the letter. Whatever is not used is in DIR/ledger.jsonl, with"
                    + " the reason; DIR/report.html shows what the pairs are like."
        },
        footer = {
            "Answer files: AlpacaEval, Alpaca, messages, ShareGPT, {id, messages, model, text, finish} and the other"
                    + " forms of",
            "docs/data.md; JSON Lines, .json, .parquet, .gz and .zst. MODEL=FILE beats the model's name in the file.",
            "",
            "Examples:",
            "  counterpoint pairs --answers gpt4=gpt4.json --answers chatgpt=chatgpt.jsonl.gz \\",
            "      --order gpt4,chatgpt --out pairs",
            "  counterpoint pairs --answers all.jsonl --order gpt4,chatgpt,davinci --out pairs --json",
            "  counterpoint pairs --answers all.jsonl --order gpt4,chatgpt --out pairs \\",
            "      --choose drop=refusal_chosen,cut_off --choose length=balance",
            "  counterpoint pairs --answers all.jsonl --order gpt4,chatgpt --out pairs \\",
            "      --choose decontaminate=alpaca_eval.json --choose duplicates=near",
            "  counterpoint pairs --answers rated.jsonl --order-by rating --out pairs",
            "  counterpoint pairs --answers all.jsonl --order gpt4,davinci --verdicts annotations.json \\",
            "      --disagreement drop --scores all --out pairs",
            "  counterpoint pairs --spark yarn --answers hdfs:///answers --order gpt4,davinci --out hdfs:///pairs"
        })
public final class PairsCommand implements Callable<Integer>, SettingOptions.Holder {

    private final Console console;
    private final SettingOptions<PairChoices> settings = new SettingOptions<>(PairChoices.SCHEMA);

    @FromHub(HubKind.DATASET)
    @Option(
            names = "--answers",
            required = true,
            arity = "1..*",
            paramLabel = "[MODEL=]FILE",
            description = "A file of answers; several may follow, or give the option again.")
    List<String> answers = List.of();

    @Option(
            names = "--choose",
            paramLabel = "NAME=VALUE",
            description = "What is used of the answers and pairs; may be given often. See docs/choosing.md.")
    Map<String, String> choose = new LinkedHashMap<>();

    @Mixin
    OutFolder target = new OutFolder();

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    @Mixin
    TableOption table = new TableOption();

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Draws where a pair is one of several equals (${DEFAULT-VALUE}).")
    long seed;

    @Mixin
    JsonOption json = new JsonOption();

    public PairsCommand(Console console) {
        this.console = console;
    }

    @Override
    public SettingOptions<?> settings() {
        return settings;
    }

    @Override
    public Integer call() {
        PairsSummary summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, "pairs")) {
            Optional<ClusterPlace> place = cluster.place();
            boolean parquet = table.parquet(place.isPresent());
            summary = place.isPresent() ? onCluster(place.get(), parquet, progress) : here(progress);
        }
        if (json.given) {
            console.json(summary.toJson());
        } else {
            PairsText.print(console, summary, target.path());
        }
        int truncated = Truncation.exitCode(console, summary.truncated());
        if (summary.noPairs().isEmpty()) {
            return truncated;
        }
        console.note("pairs: there is no pair: " + summary.noPairs().get() + ".\nGroups and ledger are in "
                + target.location + ".");
        return ExitCode.FAILED;
    }

    private PairsSummary here(Progress progress) {
        PairsJob.Settings settings = new PairsJob.Settings(
                answers.stream().map(AnswerFile::parse).toList(), choices(), target.path(), target.replaces());
        return PairsJob.run(settings, PairsReport::write, progress);
    }

    private PairsSummary onCluster(ClusterPlace place, boolean parquet, Progress progress) {
        return Cluster.find()
                .pairs(
                        place,
                        answers,
                        choices(),
                        cluster.out(target.location, target.replaces(), parquet),
                        PairsReport::write,
                        progress);
    }

    private PairChoices choices() {
        settings.give("choose.seed", seed);
        choose.forEach((name, value) -> settings.give("choose." + name, value));
        return settings.read();
    }
}
