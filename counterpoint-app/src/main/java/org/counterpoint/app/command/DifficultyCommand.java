package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.counterpoint.app.cluster.Cluster;
import org.counterpoint.app.cluster.ClusterOptions;
import org.counterpoint.app.cluster.ClusterPlace;
import org.counterpoint.app.cluster.TableOption;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.pairs.DifficultyChoices;
import org.counterpoint.pairs.DifficultyJob;
import org.counterpoint.store.hub.HubKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Difficulty scores for pairs that are there already. */
@Command(
        name = "difficulty",
        header = "Score how hard each pair is, for a curriculum.",
        description = {
            "Writes DIR/groups.jsonl: the same groups and pairs with 'scores'. Train in their order with --set"
                    + " curriculum.kind=score --set curriculum.score=NAME, rising or, for scores that are large where a"
                    + " pair is easy, with --set curriculum.direction=falling."
        },
        footer = {
            "Scores: strength_gap, length_gap, similarity from the groups; judge_margin with --verdicts;"
                    + " reference_margin",
            "and reference_margin_per_token with --logps; reward_margin with --rewards.",
            "",
            "Examples:",
            "  counterpoint score --model sft/final --data pairs/groups.jsonl --out logps.jsonl",
            "  counterpoint difficulty --data pairs/groups.jsonl --logps logps.jsonl --out scored",
            "  counterpoint difficulty --data pairs/groups.jsonl --verdicts annotations.json --missing drop --out"
                    + " judged",
            "  counterpoint difficulty --spark yarn --data hdfs:///pairs/groups.jsonl --out hdfs:///scored --parts"
        })
public final class DifficultyCommand implements Callable<Integer>, SettingOptions.Holder {

    private final Console console;
    private final SettingOptions<DifficultyChoices> settings = new SettingOptions<>(DifficultyChoices.SCHEMA);

    @FromHub(HubKind.DATASET)
    @Option(names = "--data", required = true, paramLabel = "FILE", description = "Groups or pairs.")
    String data = "";

    @Mixin
    OutFolder target = new OutFolder();

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    @Mixin
    TableOption table = new TableOption();

    @Mixin
    JsonOption json = new JsonOption();

    public DifficultyCommand(Console console) {
        this.console = console;
    }

    @Override
    public SettingOptions<?> settings() {
        return settings;
    }

    @Override
    public Integer call() {
        DifficultyJob.Summary summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, "difficulty")) {
            Optional<ClusterPlace> place = cluster.place();
            boolean parquet = table.parquet(place.isPresent());
            summary = place.isPresent()
                    ? Cluster.find()
                            .difficulty(
                                    place.get(),
                                    data,
                                    settings.read(),
                                    cluster.out(target.location, target.replaces(), parquet),
                                    progress)
                    : DifficultyJob.run(
                            new DifficultyJob.Settings(
                                    Path.of(data), settings.read(), target.path(), target.replaces()),
                            progress);
        }
        if (json.given) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("groups", summary.groups());
            value.put("pairs", summary.pairs());
            value.put("missing", summary.missing());
            value.put("set_aside", summary.setAside());
            console.json(value);
        } else {
            print(summary);
        }
        return Truncation.exitCode(console, summary.truncated());
    }

    private void print(DifficultyJob.Summary summary) {
        console.result(summary.pairs() + " pairs in " + summary.groups() + " groups");
        TextTable table = new TextTable("score", "pairs", "10 %", "median", "90 %");
        summary.measured()
                .scores()
                .forEach((name, spread) -> table.row(
                        name,
                        Integer.toString(spread.n()),
                        number(spread.quantile(0.1)),
                        number(spread.quantile(0.5)),
                        number(spread.quantile(0.9))));
        table.lines().forEach(console::result);
        summary.missing().forEach((name, count) -> console.result(count + " pairs have no " + name));
        SetAside.print(console, summary.setAside(), target.path().resolve("ledger.jsonl"));
        console.result("written to " + target.location);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
