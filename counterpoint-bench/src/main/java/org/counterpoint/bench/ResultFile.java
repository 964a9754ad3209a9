package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code results.json}: everything measured, written anew after each run, so that a long comparison may be cut short. */
final class ResultFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;
    private final Machine machine;
    private final MatrixPeak peak;
    private final Workload workload;

    ResultFile(Path file, Machine machine, MatrixPeak peak, Workload workload) {
        this.file = file;
        this.machine = machine;
        this.peak = peak;
        this.workload = workload;
    }

    /** The file's form. */
    private record Content(
            Machine machine,
            MatrixPeak matrixPeakGflops,
            String model,
            int pairs,
            int pairsPerStep,
            List<GroupTokens> groups,
            List<Measurement> runs,
            List<Results.Ratio> ratios) {}

    void write(Results results, List<Results.Ratio> ratios) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Content content = new Content(
                machine,
                peak,
                workload.model().toString(),
                workload.pairs(),
                workload.pairsPerStep(),
                workload.tokens(),
                results.runs(),
                ratios);
        Files.writeString(beside, JSON.writeValueAsString(content) + "\n");
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
