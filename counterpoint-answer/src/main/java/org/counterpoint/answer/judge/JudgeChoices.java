package org.counterpoint.answer.judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.eval.judge.Order;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * Who judges and how: what the command {@code judge} and the stage of that name are told.
 *
 * @param judge a shipped judge's name, a judge's file, or a {@link ComputedJudge}'s name; null where
 *     it is not said
 * @param order in which the two answers are shown; null for the judge's own
 * @param template a prompt file in AlpacaEval's form in place of the judge's words; null for none
 * @param references answers known to be good; null where there are none
 * @param modelDir a model folder of this machine that answers in place of a server; null for none
 * @param base of {@code modelDir} where that is an adapter; null for where the adapter says
 */
public record JudgeChoices(
        @Nullable String judge,
        @Nullable Order order,
        @Nullable Path template,
        @Nullable Path references,
        @Nullable Path modelDir,
        @Nullable Path base,
        ServerChoices server) {
    public static final String JUDGE = "judge";
    public static final String TEMPLATE = "template";
    public static final String REFERENCES = "references";
    public static final String MODEL_DIR = "model_dir";
    public static final String BASE = "base";
    private static final String ORDER = "order";

    /** The settings by name; those of {@link ServerChoices} stand among them. */
    public static final Schema<JudgeChoices> SCHEMA =
            new Schema<>(settings(), JudgeChoices::of).with(ServerChoices.SCHEMA::check);

    private static List<Setting> settings() {
        List<String> orders = Stream.of(Order.values()).map(Order::wireName).toList();
        List<Setting> all = new ArrayList<>(List.of(
                Setting.text(JUDGE, null, "a judge's name or file").labelled("NAME"),
                Setting.word(
                                ORDER,
                                orders,
                                null,
                                "seeded (AlpacaEval's draw), both (asked each way) or baseline-first; the judge's own where"
                                        + " none is given")
                        .labelled("ORDER"),
                Setting.text(
                                TEMPLATE,
                                null,
                                "a prompt file of your own in AlpacaEval's form, in place of the judge's words")
                        .labelled("FILE"),
                Setting.text(REFERENCES, null, "answers known to be good, for judges that use them")
                        .labelled("FILE"),
                Setting.text(
                                MODEL_DIR,
                                null,
                                "a model folder of this machine as the judge, in place of a server; of reward, a reward"
                                        + " model")
                        .labelled("DIR"),
                Setting.text(
                                BASE,
                                null,
                                "of a LoRA adapter that judges: its base, where it is not where the adapter says")
                        .labelled("DIR")));
        all.addAll(ServerChoices.SCHEMA.settings().values());
        return all;
    }

    private static JudgeChoices of(Values values) {
        String order = values.optionalText(ORDER);
        return new JudgeChoices(
                values.optionalText(JUDGE),
                Stream.of(Order.values())
                        .filter(each -> each.wireName().equals(order))
                        .findFirst()
                        .orElse(null),
                path(values, TEMPLATE),
                path(values, REFERENCES),
                path(values, MODEL_DIR),
                path(values, BASE),
                ServerChoices.SCHEMA.make(values));
    }

    /** The same with the base of the adapter that judges. */
    public JudgeChoices withBase(@Nullable Path folder) {
        return new JudgeChoices(judge, order, template, references, modelDir, folder, server);
    }

    private static @Nullable Path path(Values values, String name) {
        String text = values.optionalText(name);
        return text == null ? null : Path.of(text);
    }

    /** Who answers the judge's questions, as far as settings say it: a person is none of them. */
    public JudgeWork.Answering answering() {
        if (modelDir != null) {
            return new JudgeWork.Folder(modelDir, base, server.budget());
        }
        return server.url() == null
                ? new JudgeWork.Nobody()
                : new JudgeWork.Server(server.endpoint(), server.limits(), server.budget());
    }
}
