package org.counterpoint.pairs.export;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * What the command {@code export} and the stage of that name are told.
 *
 * @param origins {@code origins.jsonl} of {@code pairs}; null to look for it beside the data
 */
public record ExportChoices(ExportFormat format, @Nullable Path origins) {
    private static final String FORMAT = "format";

    /** The settings by name. */
    public static final Schema<ExportChoices> SCHEMA = new Schema<ExportChoices>(
                    List.of(
                            Setting.word(
                                            FORMAT,
                                            Stream.of(ExportFormat.values())
                                                    .map(ExportFormat::wireName)
                                                    .toList(),
                                            null,
                                            "the form to write")
                                    .labelled("NAME"),
                            Setting.text("origins", null, "the file origins.jsonl of pairs (the one beside the data)")
                                    .labelled("FILE")),
                    ExportChoices::of)
            .with(ExportChoices::checkFormat);

    private static ExportChoices of(Values values) {
        String origins = values.optionalText("origins");
        ExportFormat format = Stream.of(ExportFormat.values())
                .filter(each -> each.wireName().equals(values.text(FORMAT)))
                .findAny()
                .orElseThrow();
        return new ExportChoices(format, origins == null ? null : Path.of(origins));
    }

    private static void checkFormat(Values given, BiConsumer<String, String> faults) {
        if (!given.has(FORMAT)) {
            faults.accept(FORMAT, "format must be given: the form to write");
        }
    }
}
