package org.counterpoint.answer.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a model and how: what the command {@code collect} and the stage of that name are told.
 *
 * @param name what the model is called in the answers; null for its name at the server
 * @param system a system message for prompts that have none; null: none is added
 * @param samples answers a prompt
 */
public record CollectChoices(
        @Nullable String name, @Nullable String system, ChatParameters parameters, int samples, ServerChoices server) {
    private static final String NAME = "name";
    private static final String SYSTEM = "system";
    private static final String MAX_NEW_TOKENS = "max_new_tokens";
    private static final String TEMPERATURE = "temperature";
    private static final String TOP_P = "top_p";
    private static final String SAMPLES = "samples";
    private static final String SEED = "seed";

    /** The settings by name; those of {@link ServerChoices} stand among them. */
    public static final Schema<CollectChoices> SCHEMA = new Schema<>(settings(), CollectChoices::of)
            .with(CollectChoices::check)
            .with(ServerChoices.SCHEMA::check);

    private static List<Setting> settings() {
        List<Setting> all = new ArrayList<>(List.of(
                Setting.text(NAME, null, "the model's name in the answers (its name at the server)")
                        .labelled("NAME"),
                Setting.text(SYSTEM, null, "a system message for prompts that have none"),
                Setting.whole(MAX_NEW_TOKENS, 1, 1024L, "the longest answer"),
                Setting.real(TEMPERATURE, Range.atLeast(0), null, "the server's own where none is given"),
                Setting.real(
                        TOP_P, Range.aboveTo(0, 1), null, "nucleus sampling; the server's own where none is given"),
                Setting.whole(SAMPLES, 1, 1L, "answers a prompt"),
                Setting.seed(SEED, null, "sent along; sample K is sent N+K (none is sent)")));
        all.addAll(ServerChoices.SCHEMA.settings().values());
        return all;
    }

    private static void check(Values given, BiConsumer<String, String> faults) {
        boolean greedy = given.has(TEMPERATURE) && given.real(TEMPERATURE) == 0;
        if (greedy && given.has(SAMPLES) && given.whole(SAMPLES) > 1) {
            long samples = given.whole(SAMPLES);
            faults.accept(
                    SAMPLES,
                    SAMPLES + " " + samples + " at temperature 0 would give the same answer " + samples + " times");
        }
    }

    private static CollectChoices of(Values values) {
        return new CollectChoices(
                values.optionalText(NAME),
                values.optionalText(SYSTEM),
                new ChatParameters(
                        values.integer(MAX_NEW_TOKENS),
                        values.has(TEMPERATURE) ? values.real(TEMPERATURE) : null,
                        values.has(TOP_P) ? values.real(TOP_P) : null,
                        values.optionalWhole(SEED),
                        0),
                values.integer(SAMPLES),
                ServerChoices.SCHEMA.make(values));
    }
}
