package org.counterpoint.recipe.lineage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.train.run.LearntRows;
import org.jspecify.annotations.Nullable;

/** From what was trained back to every pair, and from each of its answers to the row that it was read from. */
public final class TracedPairs {

    /**
     * An answer's place.
     *
     * @param sample which of the model's answers in the group, from 0
     * @param from {@code file:line} of the user's file; of the groups' file where no record leads further
     */
    public record Place(String model, int sample, String from) {}

    /**
     * A pair, or for likelihood training a response by itself.
     *
     * @param used the training or file that has it
     * @param rejected null for a response by itself
     */
    public record Line(
            String used,
            String id,
            String type,
            Place chosen,
            @Nullable Place rejected) {}

    private TracedPairs() {}

    /** Every pair that went into the artifact, through all the models that it came from. */
    public static void list(Made made, Consumer<Line> sink) throws IOException {
        Set<Path> seen = new LinkedHashSet<>();
        visit(made, seen, sink);
    }

    private static void visit(Made made, Set<Path> seen, Consumer<Line> sink) throws IOException {
        if (!seen.add(made.root())) {
            return;
        }
        List<Made> data = made.inputs().getOrDefault("data", List.of());
        if (isTraining(made)) {
            for (Made file : data) {
                list(made, file, sink);
            }
        } else if (seen.size() == 1 && Files.isRegularFile(made.path())) {
            list(made, made, sink);
        }
        for (List<Made> inputs : made.inputs().values()) {
            for (Made input : inputs) {
                visit(input, seen, sink);
            }
        }
    }

    private static boolean isTraining(Made made) {
        return made.kind().equals("train");
    }

    /** What a training wrote that it learnt from, or all pairs of a file that stands alone. */
    private static void list(Made user, Made file, Consumer<Line> sink) throws IOException {
        String used = user.root().getFileName() + " " + user.by();
        Path learnt = user.root().resolve(LearntRows.FILE);
        try (OriginRows rows = new OriginRows(origins(file).orElse(null))) {
            if (isTraining(user)) {
                if (!Files.isRegularFile(learnt)) {
                    throw new InputException(user.root() + " does not say which rows it learnt from (it has no "
                            + LearntRows.FILE + "): the run is not finished, or an older version made it\n"
                            + "  finish it, or train it again, to list its rows");
                }
                LearntRows.read(learnt, row -> {
                    Map<OriginRows.Writer, String> of = rows.of(row.id());
                    LearntRows.Place rejected = row.rejected();
                    sink.accept(new Line(
                            used,
                            row.id(),
                            row.type(),
                            place(row.chosen(), of),
                            rejected == null ? null : place(rejected, of)));
                });
            } else {
                all(used, file, rows, sink);
            }
        }
    }

    private static void all(String used, Made file, OriginRows rows, Consumer<Line> sink) {
        try (Stream<ResponseGroup> groups = TrainingData.stream(
                file.path(), TrainingData.Use.PREFERENCES, CountingLedger.discarding(), Progress.NONE)) {
            groups.forEachOrdered(group -> {
                Map<OriginRows.Writer, String> of = rows.of(group.id());
                for (Pair pair : group.pairs()) {
                    Response chosen = group.responses().get(pair.chosen());
                    Response rejected = group.responses().get(pair.rejected());
                    sink.accept(new Line(
                            used, group.id(), pair.type(), place(learnt(chosen), of), place(learnt(rejected), of)));
                }
            });
        }
    }

    private static LearntRows.Place learnt(Response response) {
        return new LearntRows.Place(response.model(), response.sample(), response.origin());
    }

    private static Place place(LearntRows.Place learnt, Map<OriginRows.Writer, String> of) {
        OriginRows.Writer writer = new OriginRows.Writer(learnt.model(), learnt.sample());
        String nearest = learnt.origin().toString();
        return new Place(learnt.model(), learnt.sample(), of.getOrDefault(writer, nearest));
    }

    /** The origins that a pairs stage or command left, somewhere behind this file. */
    private static Optional<Path> origins(Made file) {
        List<Made> open = new ArrayList<>(List.of(file));
        Set<Path> seen = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            Made next = open.remove(0);
            if (seen.add(next.root())) {
                Path origins = next.root().resolve(PairsJob.ORIGINS);
                if (Files.isRegularFile(origins)) {
                    return Optional.of(origins);
                }
                next.inputs().values().forEach(open::addAll);
            }
        }
        return Optional.empty();
    }
}
