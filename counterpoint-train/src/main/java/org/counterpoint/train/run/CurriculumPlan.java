package org.counterpoint.train.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Pair;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.batch.Selection;
import org.counterpoint.train.batch.StoreSummary;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.curriculum.ObservedOrder;
import org.counterpoint.train.settings.TrainSettings;

/** Fills in what a curriculum leaves to the data: by default the paper's EasyPair and HardPair. */
final class CurriculumPlan {
    private CurriculumPlan() {}

    /** @throws InputException where the types are not in the data, or are equal */
    static Curriculum of(TrainSettings settings, Algorithm algorithm, StoreSummary data) {
        checkPairTypes(settings, data);
        TrainSettings.CurriculumSettings given = settings.curriculum();
        if (!given.kind().usesTypes()) {
            return new Curriculum(given.kind(), "", "", given.at(), given.realisation());
        }
        ObservedOrder order = new ObservedOrder();
        data.preferences().forEach((chosen, losers) -> losers.forEach((r, times) -> order.add(chosen, r, times)));
        List<String> models = order.strongestFirst();
        String from = given.from() == null ? byDefault(models, algorithm, true) : given.from();
        String to = "";
        if (given.kind().usesHardType()) {
            to = given.to() == null ? byDefault(models, algorithm, false) : given.to();
        }
        Map<String, Long> present = algorithm.types(data);
        for (String type : List.of(from, to)) {
            if (!type.isEmpty() && !present.containsKey(type)) {
                throw new InputException("the curriculum uses " + type + ", which is not in the training data"
                        + Suggestions.meant(type, present.keySet()) + "\n  there are: "
                        + String.join(", ", new TreeSet<>(present.keySet())));
            }
        }
        if (from.equals(to)) {
            throw new InputException("the curriculum " + given.kind().wireName() + " goes from " + from + " to " + to
                    + ", which is the same\n  set curriculum.from and curriculum.to");
        }
        return new Curriculum(given.kind(), from, to, given.at(), given.realisation());
    }

    private static void checkPairTypes(TrainSettings settings, StoreSummary data) {
        Set<String> present = new TreeSet<>(data.pairs().keySet());
        present.addAll(data.lostPairs().keySet());
        for (String type : settings.data().pairTypes()) {
            if (!type.equals(Selection.ALL) && !present.contains(type)) {
                data.preferences().forEach((c, losers) -> losers.keySet().forEach(r -> present.add(Pair.type(c, r))));
                throw new InputException("pair_types names " + type + ", which is not in the training data"
                        + Suggestions.meant(type, present) + "\n  there are: " + String.join(", ", present));
            }
        }
    }

    private static String byDefault(List<String> models, Algorithm algorithm, boolean easy) {
        if (models.size() < 2) {
            throw new InputException(
                    "the data's pairs name fewer than two models, so the curriculum has no default types"
                            + "\n  set curriculum.from and curriculum.to");
        }
        return algorithm.defaultType(models, easy);
    }
}
