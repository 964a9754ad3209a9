package org.counterpoint.app.command;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.console.UsageException;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The settings of a schema as a command's options, {@code max_new_tokens} as {@code --max-new-tokens}: a setting is
 * written once, and is an option here, a field of the stage there, and a line of the help.
 *
 * @param <T> what the settings are read into
 */
public final class SettingOptions<T> {

    /** A command that has such options. */
    public interface Holder {
        SettingOptions<?> settings();
    }

    private final Schema<T> schema;
    private final Set<String> required;
    private final Map<String, Object> given = new LinkedHashMap<>();

    SettingOptions(Schema<T> schema) {
        this(schema, Set.of());
    }

    private SettingOptions(Schema<T> schema, Set<String> required) {
        this.schema = schema;
        this.required = required;
    }

    /** The same, where the command line must give these. */
    SettingOptions<T> requiring(String... names) {
        return new SettingOptions<>(schema, Set.of(names));
    }

    /** Puts an option for each setting into the command, but for those of which it has one of its own. */
    public void addTo(CommandSpec command) {
        for (Setting setting : schema.settings().values()) {
            String name = option(setting.name());
            if (command.findOption(name) == null && !setting.name().contains(".")) {
                command.addOption(option(setting, name));
            }
        }
    }

    private OptionSpec option(Setting setting, String name) {
        boolean flag = setting.type() instanceof SettingType.Flag;
        boolean files = setting.type() instanceof SettingType.Paths;
        OptionSpec.Builder builder = OptionSpec.builder(name)
                .required(required.contains(setting.name()))
                .description(described(setting))
                .getter(getter(setting.name()))
                .setter(setter(setting.name()));
        if (files) {
            builder.type(List.class).auxiliaryTypes(String.class).arity("1..*").paramLabel(setting.label());
        } else if (flag) {
            builder.type(boolean.class).arity("0");
        } else {
            builder.type(String.class).arity("1").paramLabel(setting.label());
        }
        return builder.build();
    }

    private IGetter getter(String name) {
        return new IGetter() {
            @Override
            @SuppressWarnings("unchecked") // what the setter below was given
            public <V> @Nullable V get() {
                return (V) given.get(name);
            }
        };
    }

    private ISetter setter(String name) {
        return new ISetter() {
            @Override
            public <V> @Nullable V set(@Nullable V value) {
                if (value == null || Boolean.FALSE.equals(value) || value instanceof Collection<?> c && c.isEmpty()) {
                    given.remove(name);
                } else {
                    given.put(name, value);
                }
                return value;
            }
        };
    }

    private static String described(Setting setting) {
        String meaning = setting.meaning();
        String words = Character.toUpperCase(meaning.charAt(0)) + meaning.substring(1);
        String choices = setting.type() instanceof SettingType.Word word
                        && !word.values().stream().allMatch(meaning::contains)
                ? ": " + String.join(", ", word.values())
                : "";
        Object standard = setting.defaultValue();
        String shown =
                standard == null || Boolean.FALSE.equals(standard) || List.of().equals(standard)
                        ? ""
                        : " (" + plain(standard) + ")";
        return (words + choices + shown + ".").replace("%", "%%");
    }

    private static String plain(Object value) {
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(String::valueOf).toList());
        }
        return value instanceof Double number && number == Math.rint(number)
                ? Long.toString(number.longValue())
                : String.valueOf(value);
    }

    /** The option of a setting. */
    static String option(String setting) {
        return "--" + setting.replace('_', '-');
    }

    /** Whether the command line says something of this setting. */
    boolean has(String setting) {
        return given.containsKey(setting);
    }

    @Nullable
    String text(String setting) {
        Object value = given.get(setting);
        return value == null ? null : value.toString();
    }

    /** What the command itself knows of a setting. */
    void give(String setting, Object value) {
        given.put(setting, value);
    }

    /** @throws UsageException with all that is wrong */
    T read() {
        return schema.read(given).saying(this::place).orElseThrow(UsageException::of);
    }

    /** The option that gave a setting, {@code --choose min_chars} for one of a block. */
    private String place(String setting) {
        int dot = setting.indexOf('.');
        String words = dot < 0 ? option(setting) : option(setting.substring(0, dot)) + " " + setting.substring(dot + 1);
        return has(setting) ? words : "";
    }
}
