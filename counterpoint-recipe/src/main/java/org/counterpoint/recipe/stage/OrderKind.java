package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Counts;
import org.counterpoint.pairs.core.verdict.OrderEstimate;
import org.counterpoint.pairs.core.verdict.VerdictTable;
import org.counterpoint.pairs.local.VerdictFiles;

/** Which models are stronger, as verdicts tell it: what the command {@code order} prints. */
public record OrderKind() implements StageKind<SchemaForm.Nothing> {
    private static final String VERDICTS = "verdicts";
    private static final String FILE = "order.json";
    private static final double ROWS_A_SECOND = 20_000;

    private static final StageForm<SchemaForm.Nothing> FORM = SchemaForm.ofInputs(
            Field.input(VERDICTS, Field.Arity.SEVERAL, "verdicts on the models' answers", Content.VERDICTS));

    @Override
    public String name() {
        return "order";
    }

    @Override
    public String meaning() {
        return "which models are stronger, estimated from verdicts";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public StageForm<SchemaForm.Nothing> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("order", new Output(Content.ORDER, FILE));
    }

    @Override
    public Forecast forecast(Expected<SchemaForm.Nothing> expected) {
        return Forecast.rows(Map.of(), expected.input(VERDICTS).rows(), ROWS_A_SECOND);
    }

    @Override
    public void run(StageRun<SchemaForm.Nothing> run) throws IOException {
        CountingLedger ledger = CountingLedger.discarding();
        VerdictTable table;
        try (ProgressDisplay display = run.display()) {
            table = VerdictFiles.read(
                    run.inputs(VERDICTS).stream().map(InputFile::path).toList(), ledger, display);
        }
        OrderEstimate estimate = OrderEstimate.of(table);
        Files.writeString(run.folder().resolve(FILE), Console.pretty(estimate.toJson()) + "\n");
        run.console()
                .note("  strongest first: " + String.join(",", estimate.models())
                        + (ledger.total() == 0 ? "" : ", left out: " + Counts.words(ledger.byReason())));
        Partial.check(run, ledger.truncated());
    }
}
