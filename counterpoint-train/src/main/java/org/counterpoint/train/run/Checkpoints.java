package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.counterpoint.engine.SaveType;
import org.counterpoint.store.ChecksumFile;
import org.counterpoint.store.WholeFolder;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The folders {@code step-N}: a model with what its learner needs to go on, the run's state and the checksums of it all. */
final class Checkpoints {
    private static final String STATE = "trainer_state.json";
    private static final String NAME = "step-";

    private final Path folder;

    Checkpoints(Path folder) {
        this.folder = folder;
    }

    /** A checkpoint that is as it was written. */
    record Found(Path folder, TrainerState state) {}

    Path folder(long step) {
        return folder.resolve(NAME + step);
    }

    /**
     * Writes a checkpoint, whole or not at all.
     *
     * @throws IOException where it cannot be written; nothing of it is left
     */
    void write(Learner learner, TrainerState state, @Nullable String chatTemplate) throws IOException {
        Path target = folder(state.step());
        Path work = WholeFolder.fresh(target);
        try {
            Files.delete(work);
            learner.saveModel(work, SaveType.FP32, chatTemplate);
            learner.saveState(work);
            Files.writeString(work.resolve(STATE), JsonMapper.shared().writeValueAsString(state) + "\n");
            ChecksumFile.write(work);
            WholeFolder.replace(work, target);
        } finally {
            WholeFolder.delete(work);
        }
    }

    /** The newest checkpoint that is sound; each newer one that is not is reported. */
    Optional<Found> newest(Consumer<String> notices) throws IOException {
        recover();
        List<Long> steps = steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Path candidate = folder(steps.get(i));
            Optional<String> fault = ChecksumFile.fault(candidate);
            if (fault.isEmpty()) {
                try {
                    String text = Files.readString(candidate.resolve(STATE));
                    return Optional.of(new Found(candidate, JsonMapper.shared().readValue(text, TrainerState.class)));
                } catch (JacksonException e) {
                    fault = Optional.of(STATE + " cannot be read");
                }
            }
            notices.accept("the checkpoint " + candidate + " is not used: " + fault.orElseThrow()
                    + "\n  the run goes on from the one before it");
        }
        return Optional.empty();
    }

    /** Deletes all but the newest, the best, and the one that this process was started from: that one is known to load. */
    void prune(int keep, TrainerState.@Nullable Best best, @Nullable Path startedFrom) throws IOException {
        List<Long> steps = steps();
        for (long step : steps.subList(0, Math.max(0, steps.size() - keep))) {
            boolean isBest = best != null && best.step() == step;
            if (!isBest && !folder(step).equals(startedFrom)) {
                WholeFolder.delete(folder(step));
            }
        }
    }

    boolean has(long step) {
        return Files.isDirectory(folder(step));
    }

    /** Ends what a kill left half done where a checkpoint was written anew. */
    private void recover() throws IOException {
        for (long step : numbers("\\." + NAME + "(\\d{1,18})\\.old")) {
            WholeFolder.recover(folder(step));
        }
    }

    private List<Long> steps() throws IOException {
        return numbers(NAME + "(\\d{1,18})");
    }

    /** The steps in the names of this form, in order. */
    private List<Long> numbers(String form) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        Pattern name = Pattern.compile(form);
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> name.matcher(entry.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(found -> Long.parseLong(found.group(1)))
                    .sorted()
                    .toList();
        }
    }
}
