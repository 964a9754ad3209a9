package org.counterpoint.pairs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.counterpoint.pairs.choose.ChooseSettings;
import org.counterpoint.pairs.core.difficulty.Difficulty;
import org.counterpoint.pairs.core.verdict.Disagreement;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Values;

/**
 * Which pairs are made of answers: what the command {@code pairs} and the stage of that name are told.
 *
 * @param order where it is known from who is stronger
 * @param choose what is used of the answers and pairs that there are
 * @param measure what is measured of the pairs
 */
public record PairChoices(OrderSource order, ChooseSettings choose, MeasureSettings measure) {
    public static final String ORDER = "order";
    public static final String ORDER_BY = "order_by";
    public static final String ORDER_FROM = "order_from";
    public static final String VERDICTS = "verdicts";

    /** The settings by name; those of {@link ChooseSettings} stand in the block {@code choose}. */
    public static final Schema<PairChoices> SCHEMA = new Schema<>(settings(), PairChoices::of)
            .with(PairChoices::checkOrder)
            .with(ChooseSettings.SCHEMA.under("choose")::check);

    private static List<Setting> settings() {
        List<Setting> all = new ArrayList<>();
        all.add(new Setting(
                        ORDER, new SettingType.Names(), null, "the models, strongest first; exactly those of the files")
                .labelled("A,B,..."));
        all.add(Setting.word(
                        ORDER_BY,
                        Stream.of(AnswerOrder.Field.values())
                                .map(AnswerOrder.Field::wireName)
                                .toList(),
                        null,
                        "order each prompt's answers by a field of their rows, rating (more is better) or rank (less is"
                                + " better); equals make no pair")
                .labelled("FIELD"));
        all.add(new Setting(
                ORDER_FROM,
                new SettingType.Paths(),
                null,
                "verdicts (AlpacaEval's annotations) that tell the order, as 'order' estimates it"));
        all.add(Setting.choice(
                        "undecided",
                        OrderSource.Undecided.REFUSE,
                        "for models that the verdicts of order_from cannot tell apart")
                .labelled("WHAT"));
        all.add(Setting.list(VERDICTS, new SettingType.Paths(), "verdicts that the order is held against"));
        all.add(Setting.choice("disagreement", Disagreement.KEEP, "for pairs whose verdict contradicts the order")
                .labelled("WHAT"));
        all.add(Difficulty.setting("scores", "difficulty scores of each pair", MeasureSettings.DEFAULTS.scores())
                .labelled("A,B,..."));
        all.addAll(ChooseSettings.SCHEMA.under("choose").settings().values());
        return all;
    }

    private static PairChoices of(Values values) {
        return new PairChoices(
                order(values),
                ChooseSettings.SCHEMA.under("choose").make(values),
                new MeasureSettings(
                        paths(values, VERDICTS),
                        values.choice("disagreement", Disagreement.class),
                        Difficulty.named(values.texts("scores"))));
    }

    private static OrderSource order(Values values) {
        if (values.has(ORDER)) {
            return new OrderSource.Declared(new ModelOrder(values.texts(ORDER)));
        }
        return values.has(ORDER_BY)
                ? new OrderSource.InData(values.choice(ORDER_BY, AnswerOrder.Field.class))
                : new OrderSource.FromVerdicts(
                        paths(values, ORDER_FROM), values.choice("undecided", OrderSource.Undecided.class));
    }

    private static List<Path> paths(Values values, String name) {
        return values.texts(name).stream().map(Path::of).toList();
    }

    private static void checkOrder(Values given, BiConsumer<String, String> faults) {
        List<String> ways =
                Stream.of(ORDER, ORDER_BY, ORDER_FROM).filter(given::has).toList();
        if (ways.isEmpty()) {
            faults.accept(ORDER, "it must be said who is stronger: give order, order_by or order_from");
        } else if (ways.size() > 1) {
            faults.accept(ways.get(1), String.join(" and ", ways) + " are given; give one of them");
        }
        Set<String> seen = new HashSet<>();
        for (String model : given.texts(ORDER)) {
            if (!seen.add(model)) {
                faults.accept(ORDER, "order names " + model + " twice; each model has one place");
            }
        }
        if (given.has(ORDER) && seen.isEmpty()) {
            faults.accept(ORDER, "order names no model; give strongest,…,weakest");
        }
        if (given.has("disagreement") && !given.has(VERDICTS)) {
            faults.accept("disagreement", "disagreement needs verdicts");
        }
    }
}
