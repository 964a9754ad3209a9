package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.counterpoint.app.ExitCode;
import org.counterpoint.app.cluster.Cluster;
import org.counterpoint.app.cluster.ClusterPlace;
import org.counterpoint.app.cluster.MasterOption;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.Counts;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.report.reward.SubsetAccuracy;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.train.ranks.RankPlan;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.score.ResponseScorer;
import org.counterpoint.train.score.ScoreChoices;
import org.counterpoint.train.score.ScoreRequest;
import org.counterpoint.train.score.ScoreResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Log-probability of every response. */
@Command(
        name = "score",
        header = "Score every response: the sum of its tokens' log-probabilities, or a reward model's score.",
        description = {
            "The same code as in training. One line a group: {\"id\", \"responses\": [{\"model\", \"prompt_tokens\","
                    + " \"tokens\", \"logp\"}]}; logp in nats, null with a reason where a response cannot be scored. On a"
                    + " reward model (...ForSequenceClassification with one label) \"score\" stands in place of \"logp\", and pairs"
                    + " whose rows have a \"subset\" (RewardBench) get a table of its accuracy."
        },
        footer = {
            "--set takes max_length, chat_template, append_eos, boundary, forward, micro_batch_tokens, precision,"
                    + " base_weights, threads, device.",
            "",
            "Examples:",
            "  counterpoint score --model sft/final --data parts/held-out.jsonl --out scores.jsonl",
            "  counterpoint score --model reward --data reward-bench.parquet --out scores.jsonl",
            "  counterpoint score --model base --data pairs.jsonl --out scores.jsonl --set precision=bf16-mixed",
            "  counterpoint score --model base --data pairs.jsonl --out scores.jsonl --processes 2"
        })
public final class ScoreCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    ModelOption model = new ModelOption();

    @FromHub(value = HubKind.DATASET, file = true)
    @Option(names = "--data", required = true, paramLabel = "FILE", description = "Groups, pairs or answers.")
    Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to make: JSON Lines.")
    Path out = Path.of("");

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A setting; may be given often.")
    List<String> set = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Taken for the sake of scripts; nothing is drawn by chance.")
    @Nullable
    Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "The same as --set threads=N.")
    @Nullable
    Integer threads;

    @Mixin
    MasterOption spark = new MasterOption();

    @Mixin
    RankOptions ranks = new RankOptions();

    @Mixin
    RankNetworkOptions network = new RankNetworkOptions();

    @Mixin
    OverwriteOption overwrite = new OverwriteOption();

    @Mixin
    JsonOption json = new JsonOption();

    public ScoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ClusterPlace> place = spark.place();
        if (place.isEmpty()) {
            NativeAhead.start();
        }
        ScoreChoices choices = choices();
        Path folder = model.folder();
        ScoreResult result;
        Path base = model.base();
        ScoreRequest request = new ScoreRequest(folder, data, out, choices.text(), choices.passes(), overwrite.given);
        RankPlan plan = ranks.plan(console, place);
        EngineBackend backend = new EngineBackend(base, choices.weights()).asOneOf(ranks.sharing(plan));
        try (ProgressDisplay progress = new ProgressDisplay(console, "score")) {
            LongConsumer scored = done -> progress.update(done, -1, "groups");
            Optional<ScoreResult> made = place.isPresent()
                    ? Optional.of(Cluster.find().score(place.get(), base, choices.weights(), request, scored))
                    : ResponseScorer.score(backend, request, plan, network.read(), scored);
            if (made.isEmpty()) {
                return ExitCode.DONE; // rank 0 tells the result
            }
            result = made.get();
        }
        ranks.done(plan, out);
        print(result, backend.scoresTexts(folder) ? SubsetAccuracy.of(data, out) : List.of());
        return Truncation.exitCode(console, result.setAside().containsKey(Reasons.TRUNCATED_FILE));
    }

    private ScoreChoices choices() {
        Map<String, Object> given = new LinkedHashMap<>();
        for (String setting : set) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--set takes NAME=VALUE, not " + setting);
            }
            String name = setting.substring(0, equals).strip();
            if (!name.equals("seed")
                    && given.put(name, setting.substring(equals + 1).strip()) != null) {
                throw new UsageException(name + " is given twice");
            }
        }
        if (threads != null && given.put("threads", threads) != null) {
            throw new UsageException("threads is given twice");
        }
        return ScoreChoices.SCHEMA.read(given).orElseThrow(UsageException::of);
    }

    private void print(ScoreResult result, List<SubsetAccuracy> subsets) {
        long aside =
                result.setAside().values().stream().mapToLong(Long::longValue).sum();
        if (aside > 0) {
            console.note(aside + " were left out (" + Counts.words(result.setAside()) + "), the first at "
                    + result.firstSetAside() + "; see " + LedgerFile.beside(out));
        }
        if (json.given) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("out", out.toString());
            value.put("groups", result.groups());
            value.put("responses", result.responses());
            value.put("unscored", result.unscored());
            value.put("tokens", result.tokens());
            value.put("padding", result.padding());
            value.put("set_aside", result.setAside());
            if (!subsets.isEmpty()) {
                value.put("subsets", subsets.stream().map(ScoreCommand::map).toList());
            }
            console.json(value);
        } else {
            console.result(result.responses() + " responses in " + result.groups() + " groups, " + result.tokens()
                    + " tokens, padding " + Math.round(100 * result.padding()) + " %, to " + out);
            if (!subsets.isEmpty()) {
                table(subsets);
            }
        }
    }

    private static Map<String, Object> map(SubsetAccuracy row) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("section", row.section());
        map.put("subset", row.subset());
        map.put("pairs", row.pairs());
        map.put("accuracy", row.accuracy());
        map.put("low", row.interval().low());
        map.put("high", row.interval().high());
        return map;
    }

    private void table(List<SubsetAccuracy> subsets) {
        console.result(String.format(Locale.ROOT, "%-28s%8s  %s", "subset", "pairs", "accuracy (95 %)"));
        for (SubsetAccuracy row : subsets) {
            console.result(String.format(
                    Locale.ROOT,
                    "%-28s%8d  %5.1f %% (%.1f to %.1f)",
                    row.subset().isEmpty() ? row.section() : "  " + row.subset(),
                    row.pairs(),
                    100 * row.accuracy(),
                    100 * row.interval().low(),
                    100 * row.interval().high()));
        }
    }
}
