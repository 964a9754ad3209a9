package org.counterpoint.pairs;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.counterpoint.pairs.core.difficulty.Difficulty;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * What pairs are scored by: what the command {@code difficulty} and the stage of that name are told.
 *
 * @param scores those that need nothing but the group
 * @param verdicts annotations, for {@code judge_margin}; may be none
 * @param logps a file that the command score made of the same data, for {@code reference_margin}; null for none
 * @param rewards the same of a reward model, for {@code reward_margin}; null for none
 * @param dropMissing whether a pair without one of the wanted scores goes to the ledger
 */
public record DifficultyChoices(
        Set<Difficulty> scores,
        List<Path> verdicts,
        @Nullable Path logps,
        @Nullable Path rewards,
        boolean dropMissing) {
    private static final Set<Difficulty> ALL =
            EnumSet.of(Difficulty.STRENGTH_GAP, Difficulty.LENGTH_GAP, Difficulty.SIMILARITY);

    /** The settings by name. */
    public static final Schema<DifficultyChoices> SCHEMA = new Schema<>(
            List.of(
                    Difficulty.setting("scores", "scores that need nothing but the group", ALL)
                            .labelled("A,B,..."),
                    Setting.list("verdicts", new SettingType.Paths(), "verdicts, for judge_margin"),
                    Setting.text("logps", null, "what score made of the same data, for reference_margin")
                            .labelled("FILE"),
                    Setting.text("rewards", null, "the same of a reward model, for reward_margin")
                            .labelled("FILE"),
                    Setting.word("missing", List.of("keep", "drop"), "keep", "for pairs that lack one of these scores")
                            .labelled("WHAT")),
            DifficultyChoices::of);

    public DifficultyChoices {
        scores = Set.copyOf(scores);
        verdicts = List.copyOf(verdicts);
    }

    private static DifficultyChoices of(Values values) {
        return new DifficultyChoices(
                Difficulty.named(values.texts("scores")),
                values.texts("verdicts").stream().map(Path::of).toList(),
                path(values, "logps"),
                path(values, "rewards"),
                values.text("missing").equals("drop"));
    }

    private static @Nullable Path path(Values values, String name) {
        String text = values.optionalText(name);
        return text == null ? null : Path.of(text);
    }

    /** What the output depends on, by name. */
    Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>();
        all.put("scores", scores.stream().map(Difficulty::wireName).sorted().collect(Collectors.joining(",")));
        all.put("verdicts", verdicts.toString());
        all.put("logps", String.valueOf(logps));
        if (rewards != null) {
            all.put("rewards", rewards.toString());
        }
        all.put("drop_missing", Boolean.toString(dropMissing));
        return all;
    }

    /** Whether files of models' scores are named. */
    public boolean ofModels() {
        return logps != null || rewards != null;
    }

    /** The names of all scores that a pair should get. */
    Set<String> wanted() {
        Set<String> wanted = new HashSet<>();
        scores.forEach(score -> wanted.add(score.wireName()));
        if (!verdicts.isEmpty()) {
            wanted.add(Difficulty.JUDGE_MARGIN.wireName());
        }
        if (logps != null) {
            wanted.add(Difficulty.REFERENCE_MARGIN.wireName());
        }
        if (rewards != null) {
            wanted.add(Difficulty.REWARD_MARGIN.wireName());
        }
        return wanted;
    }
}
