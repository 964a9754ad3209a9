package org.counterpoint.eval.figures;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.counterpoint.eval.annotations.AnnotationChoice;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * What figures are wanted of verdicts: what the command {@code winrate} and the stage of that name are told.
 *
 * @param level of all intervals, such as 0.95
 * @param detect a difference in percentage points, whose number of instructions is asked for
 * @param difficulty off, none, estimated or table; null for none with one file or more than ten, else estimated
 * @param difficultyTable difficulty by instruction
 * @param categories files with a category, skill or level by instruction
 * @param choice which rows of a file that mixes several are meant
 * @param brief whether only the leaderboard's figures are wanted
 */
public record WinrateChoices(
        double level,
        double detect,
        long seed,
        @Nullable String difficulty,
        @Nullable Path difficultyTable,
        List<Path> categories,
        AnnotationChoice choice,
        boolean brief) {
    private static final String DIFFICULTY = "difficulty";
    private static final String TABLE = "difficulty_table";

    /** The settings by name. */
    public static final Schema<WinrateChoices> SCHEMA = new Schema<WinrateChoices>(
                    List.of(
                            Setting.real("level", new Range(0.5, true, 1, true), 0.95, "of all intervals"),
                            Setting.real(
                                    "detect",
                                    new Range(0, true, 100, false),
                                    2.0,
                                    "how many instructions it takes to see so many percentage points"),
                            Setting.seed("seed", 0L, "of bootstraps and permutations"),
                            Setting.word(
                                            DIFFICULTY,
                                            List.of("off", "none", "estimated", "table"),
                                            null,
                                            "where the length-controlled win rate takes an instruction's difficulty from")
                                    .labelled("HOW"),
                            Setting.text(TABLE, null, "difficulty by instruction")
                                    .labelled("FILE"),
                            Setting.list(
                                    "categories", new SettingType.Paths(), "category, skill or level by instruction"),
                            Setting.text("generator", null, "which generator_2, where a file mixes several")
                                    .labelled("NAME"),
                            Setting.text("annotator", null, "which annotator, where a file mixes several")
                                    .labelled("NAME"),
                            Setting.flag("brief", "only the leaderboard's figures, with Wilson intervals")),
                    WinrateChoices::of)
            .with(WinrateChoices::checkTable);

    public WinrateChoices {
        categories = List.copyOf(categories);
    }

    private static WinrateChoices of(Values values) {
        String table = values.optionalText(TABLE);
        String difficulty = values.optionalText(DIFFICULTY);
        return new WinrateChoices(
                values.real("level"),
                values.real("detect"),
                values.whole("seed"),
                difficulty == null && table != null ? "table" : difficulty,
                table == null ? null : Path.of(table),
                values.texts("categories").stream().map(Path::of).toList(),
                new AnnotationChoice(values.optionalText("generator"), values.optionalText("annotator")),
                values.flag("brief"));
    }

    private static void checkTable(Values given, BiConsumer<String, String> faults) {
        String difficulty = given.optionalText(DIFFICULTY);
        if (given.has(TABLE) && difficulty != null && !difficulty.equals("table")) {
            faults.accept(TABLE, "difficulty_table goes with difficulty table, not with " + difficulty);
        }
        if ("table".equals(difficulty) && !given.has(TABLE)) {
            faults.accept(DIFFICULTY, "difficulty table needs difficulty_table, a file");
        }
    }
}
