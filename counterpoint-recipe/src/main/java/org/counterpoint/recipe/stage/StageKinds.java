package org.counterpoint.recipe.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The kinds that a recipe may name. */
public final class StageKinds {
    private final Map<String, StageKind<?>> byName = new LinkedHashMap<>();

    private StageKinds(List<StageKind<?>> kinds) {
        kinds.forEach(kind -> byName.put(kind.name(), kind));
    }

    /** All kinds there are: a new one is a line here, or a service of another room's. */
    public static StageKinds all() {
        List<StageKind<?>> kinds = new ArrayList<>(List.of(
                new AnswersKind(),
                new CollectKind(),
                new PairsKind(),
                new RateKind(),
                new SplitKind(),
                new PortionKind(),
                new OrderKind(),
                new ScoreKind(),
                new DifficultyKind(),
                new ExportKind(),
                new TrainKind(),
                new GenerateKind(),
                new JudgeKind(),
                new WinrateKind()));
        List<StageKind<?>> others = new ArrayList<>();
        ServiceLoader.load(StageKind.class, StageKinds.class.getClassLoader()).forEach(others::add);
        others.sort(Comparator.comparing(StageKind::name));
        kinds.addAll(others);
        kinds.add(new ReportKind());
        return new StageKinds(kinds);
    }

    /** For tests, with kinds of their own. */
    public static StageKinds of(List<StageKind<?>> kinds) {
        return new StageKinds(kinds);
    }

    public @Nullable StageKind<?> named(String name) {
        return byName.get(name);
    }

    public Collection<String> names() {
        return byName.keySet();
    }

    public Collection<StageKind<?>> kinds() {
        return byName.values();
    }
}
