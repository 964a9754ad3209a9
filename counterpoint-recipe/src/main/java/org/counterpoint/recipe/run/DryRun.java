package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.recipe.plan.Plan;
import org.counterpoint.train.plan.TrainingPlan;
import org.jspecify.annotations.Nullable;

/** What a run would do, with a guess at its cost; touches nothing. */
public final class DryRun {
    private DryRun() {}

    /**
     * A task's outlook.
     *
     * @param state {@code done}, {@code to do} or {@code edited}
     * @param why it is to be done; null where it is done
     * @param tokens that it is guessed to take; 0 where it is done
     * @param seconds that it is guessed to take, corrected by what done tasks took; 0 where it is done
     * @param cost in money, at most; 0 where it is done or no price is known
     * @param plan of a training stage that is to be done, as far as it can be told; null of any other
     */
    public record Line(
            String id,
            String kind,
            String state,
            @Nullable String why,
            long tokens,
            double seconds,
            double cost,
            @Nullable TrainingPlan plan) {}

    /** @throws org.counterpoint.data.InputException where the folder holds something else than a run */
    public static List<Line> of(Plan plan, Path out) throws IOException {
        RecipeFolder.checkOurs(out);
        plan.requireOutsideData(out);
        List<Outlook.Prospect> prospects = Outlook.of(plan, out, new ArtifactSurvey(out));
        StagePace pace = StagePace.of(prospects, out);
        return prospects.stream().map(prospect -> line(prospect, pace)).toList();
    }

    private static Line line(Outlook.Prospect prospect, StagePace pace) {
        boolean done = prospect.isDone();
        return new Line(
                prospect.task().id(),
                prospect.task().kind().name(),
                prospect.state(),
                prospect.why(),
                done ? 0 : prospect.forecast().tokens(),
                done ? 0 : pace.seconds(prospect),
                done ? 0 : prospect.forecast().cost(),
                prospect.plan());
    }
}
