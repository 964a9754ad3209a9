package org.counterpoint.app.recipe.stage;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds that a recipe may name. */
public final class StageKinds {
    private final Map<String, StageKind> byName = new LinkedHashMap<>();

    private StageKinds(List<StageKind> kinds) {
        kinds.forEach(kind -> byName.put(kind.name(), kind));
    }

    /** All kinds there are; a new one is a line here. */
    public static StageKinds all() {
        return new StageKinds(List.of(
                new AnswersKind(),
                new CollectKind(),
                new PairsKind(),
                new SplitKind(),
                new TrainKind(),
                new GenerateKind(),
                new JudgeKind(),
                new GradeKind(),
                new ReportKind()));
    }

    /** For tests, with kinds of their own. */
    public static StageKinds of(List<StageKind> kinds) {
        return new StageKinds(kinds);
    }

    public @Nullable StageKind named(String name) {
        return byName.get(name);
    }

    public Collection<String> names() {
        return byName.keySet();
    }

    public Collection<StageKind> kinds() {
        return byName.values();
    }
}
