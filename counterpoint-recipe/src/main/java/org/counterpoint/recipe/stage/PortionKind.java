package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.forms.RawPromptReader;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.data.write.LedgerFile;

/**
 * One of several portions of prompts, with all their rows: those of round k. Portions of one seed have no prompt in common
 * as long as there are enough; where there are not, they begin anew with the first.
 */
public record PortionKind() implements StageKind<PortionChoices> {
    private static final String DATA = "data";
    private static final String FILE = "rows.jsonl";
    private static final double ROWS_A_SECOND = 50_000;

    private static final StageForm<PortionChoices> FORM = SchemaForm.of(
            PortionChoices.SCHEMA,
            Field.input(DATA, Field.Arity.ONE, "what to take it from", Content.ROWS, Content.ANSWERS));

    @Override
    public String name() {
        return "portion";
    }

    @Override
    public String meaning() {
        return "one of several portions of prompts";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public StageForm<PortionChoices> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        Map<String, Output> outputs = new LinkedHashMap<>();
        outputs.put("rows", new Output(Content.ROWS, FILE));
        outputs.put("answers", new Output(Content.ANSWERS, FILE)); // the same rows, where they have answers
        return outputs;
    }

    @Override
    public Forecast forecast(Expected<PortionChoices> expected) {
        Size data = expected.input(DATA);
        long rows = expected.choices().size(data.rows());
        Size portion = data.part(Math.min(rows, data.rows()));
        return Forecast.rows(Map.of("rows", portion, "answers", portion), data.rows(), ROWS_A_SECOND);
    }

    @Override
    public void run(StageRun<PortionChoices> run) throws IOException {
        long seed = run.choices().seed();
        CountingLedger counted;
        long rows = 0;
        Set<String> portion;
        try (LedgerFile file = new LedgerFile(run.folder().resolve("ledger.jsonl"));
                JsonLines out = new JsonLines(run.folder().resolve(FILE));
                ProgressDisplay display = run.display()) {
            portion = portion(run, hashes(run, seed, display));
            counted = new CountingLedger(file);
            try (RawPromptReader reader = reader(run, counted, display)) {
                for (RawPromptReader.RawRow row = reader.next(); row != null; row = reader.next()) {
                    if (portion.contains(PromptIds.shuffled(seed, row.prompt()))) {
                        out.write(row.json());
                        rows++;
                    }
                }
            }
        }
        run.console().note("  " + portion.size() + " prompts, " + rows + " rows");
        Partial.check(run, counted.truncated());
    }

    private static RawPromptReader reader(StageRun<PortionChoices> run, Ledger ledger, Progress progress) {
        return new RawPromptReader(run.input(DATA).path(), ledger, progress);
    }

    /** Of each different prompt, in an order that the seed shuffles. */
    private static List<String> hashes(StageRun<PortionChoices> run, long seed, Progress progress) {
        Set<String> hashes = new TreeSet<>();
        try (RawPromptReader reader = reader(run, CountingLedger.discarding(), progress)) {
            for (RawPromptReader.RawRow row = reader.next(); row != null; row = reader.next()) {
                hashes.add(PromptIds.shuffled(seed, row.prompt()));
            }
        }
        return List.copyOf(hashes);
    }

    private static Set<String> portion(StageRun<PortionChoices> run, List<String> all) {
        long part = run.choices().part();
        long size = run.choices().size(all.size());
        if (size > all.size()) {
            throw new InputException(
                    run.input(DATA).path() + " has " + all.size() + " different prompts, fewer than the " + size
                            + " of a portion; lower prompts (prompts_per_round)");
        }
        if (part * size > all.size()) {
            run.console()
                    .note("  " + all.size() + " prompts are not enough for " + part + " portions of " + size
                            + ": some of this one were taken before");
        }
        Set<String> portion = new HashSet<>();
        for (long i = (part - 1) * size; i < part * size; i++) {
            portion.add(all.get((int) (i % all.size())));
        }
        return portion;
    }
}
