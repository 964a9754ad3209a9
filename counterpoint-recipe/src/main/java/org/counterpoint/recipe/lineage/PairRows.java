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
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.pairs.PairsJob;
import org.jspecify.annotations.Nullable;

/** From what was trained back to every pair, and from each of its answers to the row that it was read from. */
public final class PairRows {

    /**
     * An answer's place.
     *
     * @param from {@code file:line} of the user's file; of the groups' file where no record leads further
     */
    public record Place(String model, String from) {}

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

    private PairRows() {}

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
        return made.by().startsWith("train ") || made.by().endsWith("(train)");
    }

    private static void list(Made user, Made file, Consumer<Line> sink) throws IOException {
        Optional<Path> origins = origins(file);
        boolean likelihood = isTraining(user) && method(user).equals("sft");
        TrainingData.Use use = likelihood ? TrainingData.Use.SFT : TrainingData.Use.PREFERENCES;
        Set<String> types = types(user);
        String used = user.root().getFileName() + " " + user.by();
        try (OriginRows rows = new OriginRows(origins.orElse(null));
                Stream<ResponseGroup> groups =
                        TrainingData.stream(file.path(), use, CountingLedger.discarding(), Progress.NONE)) {
            groups.forEachOrdered(group -> {
                Map<String, String> of = rows.of(group.id());
                if (likelihood) {
                    group.responses().stream()
                            .limit(1)
                            .forEach(one -> sink.accept(new Line(used, group.id(), one.model(), place(one, of), null)));
                    return;
                }
                for (Pair pair : group.pairs()) {
                    if (types.isEmpty() || types.contains(pair.type())) {
                        sink.accept(new Line(
                                used,
                                group.id(),
                                pair.type(),
                                place(group.responses().get(pair.chosen()), of),
                                place(group.responses().get(pair.rejected()), of)));
                    }
                }
            });
        }
    }

    private static Place place(Response response, Map<String, String> of) {
        String origin = response.origin().toString();
        return new Place(response.model(), of.getOrDefault(response.model(), origin));
    }

    /** The settings' pair types; empty for all. */
    private static Set<String> types(Made user) {
        Set<String> types = new LinkedHashSet<>();
        if (user.facts().get("settings") instanceof Map<?, ?> settings
                && settings.get("pair_types") instanceof List<?> list) {
            list.forEach(type -> types.add(String.valueOf(type)));
        }
        types.remove("all");
        return types;
    }

    private static String method(Made user) {
        if (user.by().startsWith("train ")) {
            return user.by().substring("train ".length());
        }
        return user.facts().get("settings") instanceof Map<?, ?> settings ? String.valueOf(settings.get("method")) : "";
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
