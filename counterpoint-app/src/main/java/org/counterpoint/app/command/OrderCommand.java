package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.counterpoint.app.cluster.Cluster;
import org.counterpoint.app.cluster.ClusterPlace;
import org.counterpoint.app.cluster.MasterOption;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Counts;
import org.counterpoint.pairs.core.verdict.OrderEstimate;
import org.counterpoint.pairs.core.verdict.VerdictTable;
import org.counterpoint.pairs.local.VerdictFiles;
import org.counterpoint.store.hub.HubKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The models by strength, as a judge's verdicts tell it. */
@Command(
        name = "order",
        header = "Estimate from verdicts which models are stronger.",
        description = {
            "Bradley and Terry's model over all files: strengths are log-odds, a tie is half a win, intervals allow for"
                    + " verdicts on the same prompt being alike. Models that cannot be told apart are named."
        },
        footer = {
            "Verdicts: annotations in AlpacaEval's form, as 'judge' writes them.",
            "",
            "Examples:",
            "  counterpoint order --verdicts gpt4.json chatgpt.json",
            "  counterpoint order --verdicts annotations.json --json",
            "  counterpoint order --spark yarn --verdicts hdfs:///verdicts"
        })
public final class OrderCommand implements Callable<Integer> {

    private final Console console;

    @FromHub(value = HubKind.DATASET, file = true)
    @Option(
            names = "--verdicts",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "A file of annotations; several may follow, or give the option again.")
    List<String> verdicts = List.of();

    @Mixin
    MasterOption master = new MasterOption();

    @Mixin
    JsonOption json = new JsonOption();

    public OrderCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CountingLedger ledger = CountingLedger.discarding();
        VerdictTable table;
        try (ProgressDisplay progress = new ProgressDisplay(console, "order")) {
            Optional<ClusterPlace> place = master.place();
            table = place.isPresent()
                    ? Cluster.find().verdicts(place.get(), verdicts, ledger)
                    : VerdictFiles.read(verdicts.stream().map(Path::of).toList(), ledger, progress);
        }
        OrderEstimate estimate = OrderEstimate.of(table);
        if (ledger.total() > 0) {
            console.note(ledger.total() + " rows were left out (" + Counts.words(ledger.byReason()) + "), the first at "
                    + (ledger.first() == null ? "" : ledger.first().origin()));
        }
        if (json.given) {
            console.json(estimate.toJson());
        } else {
            console.result("strongest first: " + String.join(",", estimate.models()));
            OrderText.lines(estimate).forEach(console::result);
        }
        return Truncation.exitCode(console, ledger.truncated());
    }
}
