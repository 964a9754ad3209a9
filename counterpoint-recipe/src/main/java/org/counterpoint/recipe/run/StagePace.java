package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Corrects guesses at how long tasks take by what others took: those of the same kind, or else, for work with a model on
 * this machine, all of that sort.
 */
final class StagePace {
    private static final String COMPUTED = "(computed)";

    /** What was guessed and what it took, in seconds, by kind. */
    private final Map<String, Seconds> known = new HashMap<>();

    private record Seconds(double guessed, double took) {
        Seconds plus(Seconds other) {
            return new Seconds(guessed + other.guessed, took + other.took);
        }
    }

    /** From what the done tasks of a run took, as their lineages say. */
    static StagePace of(List<Outlook.Prospect> prospects, Path root) throws IOException {
        StagePace pace = new StagePace();
        for (Outlook.Prospect prospect : prospects) {
            Optional<StageLineage> made = prospect.isDone()
                    ? StageLineage.in(RecipeFolder.artifact(root, prospect.task()))
                    : Optional.empty();
            made.ifPresent(lineage -> pace.took(prospect, lineage.seconds()));
        }
        return pace;
    }

    void took(Outlook.Prospect prospect, double seconds) {
        Seconds more = new Seconds(prospect.guess(), seconds);
        known.merge(prospect.task().kind().name(), more, Seconds::plus);
        if (isComputed(prospect)) {
            known.merge(COMPUTED, more, Seconds::plus);
        }
    }

    double seconds(Outlook.Prospect prospect) {
        Seconds alike = known.get(prospect.task().kind().name());
        if (alike == null && isComputed(prospect)) {
            alike = known.get(COMPUTED);
        }
        return alike == null ? prospect.guess() : prospect.guess() * alike.took / alike.guessed;
    }

    private static boolean isComputed(Outlook.Prospect prospect) {
        return prospect.forecast().operations() + prospect.forecast().steps() > 0;
    }
}
