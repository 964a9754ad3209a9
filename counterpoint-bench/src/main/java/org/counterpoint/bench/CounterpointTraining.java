package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code counterpoint train dpo}, started as users start it.
 *
 * @param launcher the {@code counterpoint} script
 * @param precision {@code fp32} or {@code bf16-mixed}
 * @param forward {@code grouped}, {@code shared-prefix} or {@code pairwise}
 * @param settings more {@code --set} arguments, {@code name=value}
 */
record CounterpointTraining(Path launcher, String precision, String forward, List<String> settings)
        implements Contestant {
    CounterpointTraining {
        settings = List.copyOf(settings);
    }

    @Override
    public String name() {
        return "counterpoint-" + precision + "-" + forward;
    }

    @Override
    public String arithmetic() {
        return precision.equals("fp32") ? "fp32" : "bf16";
    }

    /** Which positions this forward computes. */
    StepFlops.Forward computed() {
        return StepFlops.Forward.valueOf(forward.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public boolean ours() {
        return true;
    }

    @Override
    public Measurement run(Workload workload, Path folder) throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        List<String> command = command(workload, run);
        MeasuredProcess.Outcome outcome = MeasuredProcess.run(command, Map.of(), folder);
        List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
        JsonMapper json = new JsonMapper();
        JsonNode first = json.readTree(lines.get(0));
        JsonNode last = json.readTree(lines.get(lines.size() - 1));
        double elapsed = last.required("elapsed_seconds").doubleValue();
        double reference = first.path("reference_seconds").doubleValue(Double.NaN);
        boolean apart = !Double.isNaN(reference);
        return new Measurement(
                name(),
                workload.pairs(),
                apart ? reference : 0,
                apart ? elapsed - reference : elapsed,
                apart,
                outcome.seconds(),
                outcome.peakBytes(),
                first.required("loss").doubleValue(),
                last.required("loss").doubleValue(),
                String.join(" ", command));
    }

    List<String> command(Workload workload, Path run) {
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "train",
                "dpo",
                "--model",
                workload.model().toString(),
                "--data",
                workload.groupsFile().toString(),
                "--out",
                run.toString()));
        List<String> all = new ArrayList<>(List.of(
                "beta=0.1",
                "learning_rate=1e-5",
                "epochs=1",
                "order=file",
                "max_length=" + workload.maxLength(),
                "too_long=raise",
                "groups_per_step=" + workload.groupsPerStep(),
                "checkpoint.every=0",
                "precision=" + precision,
                "forward=" + forward));
        if (workload.lora() > 0) {
            all.add("adapter.rank=" + workload.lora());
        }
        all.addAll(settings);
        for (String setting : all) {
            command.addAll(List.of("--set", setting));
        }
        return command;
    }
}
