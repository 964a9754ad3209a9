package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.ArrayList;
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
public record PortionKind() implements StageKind {
    private static final String DATA = "data";
    private static final String PART = "part";
    private static final String PARTS = "parts";
    private static final String PROMPTS = "prompts";
    private static final String FILE = "rows.jsonl";
    private static final double ROWS_A_SECOND = 50_000;

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
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.input(DATA, Field.Arity.ONE, "what to take it from", Content.ROWS, Content.ANSWERS));
        fields.add(Field.whole(PART, 1, 1, "which portion, from 1"));
        fields.add(Field.whole(PARTS, 1, 1, "how many portions there are"));
        fields.add(Field.whole(PROMPTS, 0, 0, "prompts of a portion; 0: an equal share of all"));
        fields.add(Field.seed());
        return List.copyOf(fields);
    }

    @Override
    public Map<String, Output> outputs() {
        Map<String, Output> outputs = new LinkedHashMap<>();
        outputs.put("rows", new Output(Content.ROWS, FILE));
        outputs.put("answers", new Output(Content.ANSWERS, FILE)); // the same rows, where they have answers
        return outputs;
    }

    @Override
    public Forecast forecast(Expected expected) {
        Size data = expected.input(DATA);
        long rows = size(data.rows(), expected.whole(PROMPTS, 0), expected.whole(PARTS, 1));
        Size portion = data.part(Math.min(rows, data.rows()));
        return Forecast.rows(Map.of("rows", portion, "answers", portion), data.rows(), ROWS_A_SECOND);
    }

    private static long size(long all, long prompts, long parts) {
        return prompts == 0 ? Math.max(1, all / parts) : prompts;
    }

    @Override
    public void run(StageRun run) throws IOException {
        long seed = run.whole(Field.SEED);
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

    private static RawPromptReader reader(StageRun run, Ledger ledger, Progress progress) {
        return new RawPromptReader(run.input(DATA).path(), ledger, progress);
    }

    /** Of each different prompt, in an order that the seed shuffles. */
    private static List<String> hashes(StageRun run, long seed, Progress progress) {
        Set<String> hashes = new TreeSet<>();
        try (RawPromptReader reader = reader(run, CountingLedger.discarding(), progress)) {
            for (RawPromptReader.RawRow row = reader.next(); row != null; row = reader.next()) {
                hashes.add(PromptIds.shuffled(seed, row.prompt()));
            }
        }
        return List.copyOf(hashes);
    }

    private static Set<String> portion(StageRun run, List<String> all) {
        long part = run.whole(PART);
        long size = size(all.size(), run.whole(PROMPTS), run.whole(PARTS));
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
