package org.counterpoint.app.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;
import org.counterpoint.console.UsageException;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.objective.Methods;
import org.counterpoint.train.settings.TrainSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The settings of a method. */
@Command(
        name = "settings",
        header = "List every setting of a training method with its default.",
        description = "With --json the defaults are an object, by the settings' names.",
        footer = {"Examples:", "  counterpoint settings dpo", "  counterpoint settings simpo --json | jq .beta"})
public final class SettingsCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "METHOD",
            completionCandidates = TrainCommand.MethodNames.class,
            description = "A training method.")
    String method = "";

    @Mixin
    JsonOption json = new JsonOption();

    public SettingsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, Setting> settings =
                TrainSchema.of(Methods.named(method).orElseThrow(this::unknown)).settings();
        if (json.given) {
            Map<String, Object> defaults = new LinkedHashMap<>();
            settings.forEach((name, setting) -> defaults.put(name, setting.defaultValue()));
            console.json(defaults);
        } else {
            for (Setting setting : settings.values()) {
                Object value = setting.defaultValue();
                console.result(String.format(
                        Locale.ROOT, "%-26s %-10s %s", setting.name(), value == null ? "-" : value, meaning(setting)));
            }
        }
        return ExitCode.DONE;
    }

    private static String meaning(Setting setting) {
        return setting.type() instanceof SettingType.Word word
                ? setting.meaning() + ": " + String.join(", ", word.values())
                : setting.meaning();
    }

    private UsageException unknown() {
        List<String> names = Methods.all().stream().map(Method::name).toList();
        return new UsageException("no training method is named " + method
                + Suggestions.nearest(method, names)
                        .map(near -> "\ndid you mean " + near + "?")
                        .orElse("; there are " + String.join(", ", names)));
    }
}
