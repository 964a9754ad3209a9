package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * TRL's DPOTrainer.
 *
 * @param python the interpreter of an environment with {@code src/peer/requirements.txt}
 * @param scripts the folder {@code src/peer}
 * @param batch pairs in a forward; forwards are accumulated up to the workload's step
 * @param precompute whether the reference's log-probabilities are computed before training
 * @param jemalloc the allocator to preload; null for the C library's
 * @param device {@code cpu} or {@code cuda}
 */
record Trl(
        Path python,
        Path scripts,
        String arithmetic,
        int batch,
        boolean precompute,
        @Nullable Path jemalloc,
        String device)
        implements Contestant {

    /** fp32, batch 4, the reference inside training, the C library's allocator. */
    static Trl plain(Path python, Path scripts) {
        return new Trl(python, scripts, "fp32", 4, false, null, "cpu");
    }

    /** All that "TRL at its best" is the best of: batch 1, 2, 4 x fp32, bf16 x precomputed or not. */
    static List<Trl> all(Path python, Path scripts, @Nullable Path jemalloc, String device) {
        List<Trl> all = new ArrayList<>();
        for (String arithmetic : List.of("fp32", "bf16")) {
            for (int batch : new int[] {1, 2, 4}) {
                for (boolean precompute : new boolean[] {false, true}) {
                    all.add(new Trl(python, scripts, arithmetic, batch, precompute, jemalloc, device));
                }
            }
        }
        return List.copyOf(all);
    }

    @Override
    public String name() {
        return "trl-" + arithmetic + "-b" + batch + (precompute ? "-pre" : "") + (jemalloc == null ? "-plain" : "");
    }

    @Override
    public boolean ours() {
        return false;
    }

    @Override
    public Measurement run(Workload workload, Path folder) throws IOException, InterruptedException {
        if (workload.pairsPerStep() % batch != 0) {
            throw new IllegalArgumentException(
                    "a step of " + workload.pairsPerStep() + " pairs is no whole number of TRL's batches of " + batch);
        }
        List<String> command = command(workload);
        Map<String, String> environment = jemalloc == null ? Map.of() : Map.of("LD_PRELOAD", jemalloc.toString());
        MeasuredProcess.Outcome outcome = MeasuredProcess.run(command, environment, folder);
        JsonNode result = new JsonMapper().readTree(outcome.stdout());
        if (result.required("pairs").intValue() != workload.pairs()) {
            throw new IllegalStateException("TRL trained on " + result.required("pairs") + " of " + workload.pairs()
                    + " pairs\n  its log is in " + folder);
        }
        if (jemalloc != null && !result.required("jemalloc").booleanValue()) {
            throw new IllegalStateException("LD_PRELOAD=" + jemalloc + " did not take; its log is in " + folder);
        }
        return new Measurement(
                name(),
                workload.pairs(),
                result.required("seconds_reference").doubleValue(),
                result.required("seconds_training").doubleValue(),
                precompute,
                outcome.seconds(),
                Math.max(outcome.peakBytes(), result.required("peak_rss_bytes").longValue()),
                result.required("first_loss").doubleValue(),
                result.required("last_loss").doubleValue(),
                (jemalloc == null ? "" : "LD_PRELOAD=" + jemalloc + " ") + String.join(" ", command));
    }

    List<String> command(Workload workload) {
        List<String> command = new ArrayList<>(List.of(
                python.toString(),
                scripts.resolve("trl_dpo.py").toString(),
                "--model",
                workload.model().toString(),
                "--pairs",
                workload.pairsFile().toString(),
                "--precision",
                arithmetic,
                "--batch",
                Integer.toString(batch),
                "--accumulation",
                Integer.toString(workload.pairsPerStep() / batch),
                "--max-length",
                Integer.toString(workload.maxLength()),
                "--device",
                device));
        if (precompute) {
            command.add("--precompute");
        }
        if (workload.lora() > 0) {
            command.addAll(List.of("--lora", Integer.toString(workload.lora())));
        }
        return command;
    }
}
