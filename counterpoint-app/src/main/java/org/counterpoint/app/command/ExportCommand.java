package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.pairs.export.ExportChoices;
import org.counterpoint.pairs.export.ExportJob;
import org.counterpoint.pairs.export.ExportSummary;
import org.counterpoint.store.hub.HubKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pairs in another program's form. */
@Command(
        name = "export",
        header = "Write pairs in the form that another training program reads.",
        description = {
            "DIR gets the rows, a data set card (README.md) with counts and warnings, lineage.jsonl (a line a row:"
                    + " from which file and line each answer came, and its hash), summary.json and ledger.jsonl."
        },
        footer = {
            "Formats: trl (conversational), trl-standard (texts), llamafactory (with dataset_info.json), openrlhf,"
                    + " nemo-rl,",
            "axolotl (chat_template.default), parquet.",
            "",
            "Examples:",
            "  counterpoint export --data pairs/groups.jsonl --format trl --out for-trl",
            "  counterpoint export --data parts/train.jsonl --origins pairs/origins.jsonl --format parquet --out table"
        })
public final class ExportCommand implements Callable<Integer>, SettingOptions.Holder {

    private final Console console;
    private final SettingOptions<ExportChoices> settings =
            new SettingOptions<>(ExportChoices.SCHEMA).requiring("format");

    @FromHub(HubKind.DATASET)
    @Option(names = "--data", required = true, paramLabel = "FILE", description = "Groups or pairs.")
    Path data = Path.of("");

    @Mixin
    OutFolder target = new OutFolder();

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Taken for the sake of scripts; nothing here is drawn by chance.")
    long seed;

    @Mixin
    JsonOption json = new JsonOption();

    public ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public SettingOptions<?> settings() {
        return settings;
    }

    @Override
    public Integer call() {
        ExportSummary summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, "export")) {
            summary = ExportJob.run(
                    new ExportJob.Settings(data, settings.read(), target.path(), target.replaces()), progress);
        }
        if (json.given) {
            console.json(summary.toJson());
        } else {
            print(summary);
        }
        return Truncation.exitCode(console, summary.truncated());
    }

    private void print(ExportSummary summary) {
        console.result(summary.rowsRead() + " rows read");
        console.result(summary.pairs() + " pairs on " + summary.groups() + " prompts to "
                + target.path().resolve(summary.format().file()));
        if (summary.withoutLineage() > 0) {
            console.note(summary.withoutLineage() + " answers are not in " + summary.lineage()
                    + ", or not in its order; their lineage ends at " + data);
        }
        SetAside.print(console, summary.setAside(), target.path().resolve("ledger.jsonl"));
        summary.warnings().forEach(warning -> console.result("warning: " + warning));
        console.result("open with " + summary.format().use());
    }
}
