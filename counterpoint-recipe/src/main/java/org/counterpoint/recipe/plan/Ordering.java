package org.counterpoint.recipe.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.recipe.Recipe;
import org.counterpoint.recipe.StageSpec;

/** Orders stages so that each stands after those it takes from, else as written; reports circles. */
final class Ordering {
    private final Recipe recipe;
    private final Map<String, Set<String>> needs = new LinkedHashMap<>();
    private final YamlFaults faults;
    private final Set<String> ordered = new LinkedHashSet<>();
    private final List<String> path = new ArrayList<>();

    Ordering(Recipe recipe, Map<String, List<ArmDraft>> drafts, YamlFaults faults) {
        this.recipe = recipe;
        this.faults = faults;
        drafts.forEach((name, arms) -> {
            Set<String> from = new LinkedHashSet<>();
            arms.forEach(arm -> arm.sources().forEach(source -> {
                if (source.from() != null) {
                    from.add(source.from().stage());
                }
            }));
            needs.put(name, from);
        });
    }

    List<String> order() {
        needs.keySet().forEach(this::visit);
        return List.copyOf(ordered);
    }

    private void visit(String name) {
        if (ordered.contains(name)) {
            return;
        }
        int before = path.indexOf(name);
        if (before >= 0) {
            List<String> round = new ArrayList<>(path.subList(before, path.size()));
            round.add(name);
            StageSpec stage = recipe.stages().get(name);
            if (stage != null) {
                faults.add(
                        stage.place(),
                        "the stages go round in a circle, each taking what the next one makes: "
                                + String.join(" <- ", round));
            }
            return;
        }
        path.add(name);
        needs.getOrDefault(name, Set.of()).forEach(this::visit);
        path.remove(path.size() - 1);
        ordered.add(name);
    }
}
