package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.counterpoint.app.cluster.Cluster;
import org.counterpoint.app.cluster.ClusterOptions;
import org.counterpoint.app.cluster.ClusterPlace;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.pairs.SplitChoices;
import org.counterpoint.pairs.SplitJob;
import org.counterpoint.pairs.SplitSummary;
import org.counterpoint.store.hub.HubKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
public final class SplitCommand implements Callable<Integer>, SettingOptions.Holder {

    private final Console console;
    private final SettingOptions<SplitChoices> settings =
            new SettingOptions<>(SplitChoices.SCHEMA).requiring(SplitChoices.HELD_OUT);

    @FromHub(HubKind.DATASET)
    @Option(names = "--data", required = true, paramLabel = "FILE", description = "Groups, pairs, answers or prompts.")
    String data = "";

    @Mixin
    OutFolder target = new OutFolder();

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    @Mixin
    JsonOption json = new JsonOption();

    public SplitCommand(Console console) {
        this.console = console;
    }

    @Override
    public SettingOptions<?> settings() {
        return settings;
    }

    @Override
    public Integer call() {
        SplitSummary summary;
        Path out = target.path();
        try (ProgressDisplay progress = new ProgressDisplay(console, "split")) {
            Optional<ClusterPlace> place = cluster.place();
            summary = place.isPresent()
                    ? Cluster.find()
                            .split(place.get(), data, settings.read(), cluster.out(target.location, target.replaces()))
                    : SplitJob.run(
                            new SplitJob.Settings(Path.of(data), settings.read(), out, target.replaces()), progress);
        }
        if (json.given) {
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
