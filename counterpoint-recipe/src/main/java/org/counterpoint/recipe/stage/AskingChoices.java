package org.counterpoint.recipe.stage;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;

/**
 * What a stage that asks somebody is told.
 *
 * @param choices what the work is told
 * @param acceptsOpen whether to go on where questions ended without an answer
 */
record AskingChoices<T>(T choices, boolean acceptsOpen) {
    private static final String UNANSWERED = "unanswered";
    private static final String ACCEPT = "accept";

    static <T> Schema<AskingChoices<T>> schema(Schema<T> work) {
        List<Setting> settings = new ArrayList<>(work.settings().values());
        settings.add(Setting.word(
                UNANSWERED,
                List.of("refuse", ACCEPT),
                "refuse",
                "whether to go on where questions ended without an answer"));
        return new Schema<>(
                        settings,
                        values -> new AskingChoices<>(
                                work.make(values), values.text(UNANSWERED).equals(ACCEPT)))
                .with(work::check);
    }
}
