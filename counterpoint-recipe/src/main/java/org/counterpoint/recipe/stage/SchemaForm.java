package org.counterpoint.recipe.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.settings.Reading;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingFault;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a schema, and inputs. An input that has a setting's name stands in its place.
 *
 * @param check what must hold beside the schema's own rules
 */
public record SchemaForm<T>(Schema<T> schema, List<Field> fields, Known known, Check check) implements StageForm<T> {

    /** What must hold of what a recipe says. */
    @FunctionalInterface
    public interface Check {
        void check(Given given, YamlFaults faults);
    }

    /** Of a stage without settings. */
    public record Nothing() {
        private static final Schema<Nothing> SCHEMA = new Schema<>(List.of(), values -> new Nothing());
    }

    /** All settings of the schema. */
    public static <T> SchemaForm<T> of(Schema<T> schema, Field... inputs) {
        List<Field> fields = new ArrayList<>();
        Map<String, Field> inPlace = new HashMap<>();
        for (Field input : inputs) {
            if (schema.settings().containsKey(input.name())) {
                inPlace.put(input.name(), input);
            } else {
                fields.add(input);
            }
        }
        for (Setting setting : schema.settings().values()) {
            fields.add(inPlace.getOrDefault(setting.name(), new Field.Told(seeded(setting), false)));
        }
        return new SchemaForm<>(schema, List.copyOf(fields), Known.COMPLETE, (given, faults) -> {});
    }

    /** Inputs alone. */
    public static SchemaForm<Nothing> ofInputs(Field... inputs) {
        return of(Nothing.SCHEMA, inputs);
    }

    /** A seed that is not given is the recipe's. */
    static Setting seeded(Setting setting) {
        return setting.name().equals(Field.SEED) ? Setting.seed(Field.SEED, null, "the recipe's seed") : setting;
    }

    /** The same, where these settings must be given. */
    public SchemaForm<T> requiring(String... names) {
        Set<String> all = Set.of(names);
        List<Field> stricter = fields.stream()
                .map(field -> field instanceof Field.Told told && all.contains(told.name())
                        ? new Field.Told(told.setting(), true)
                        : field)
                .toList();
        return new SchemaForm<>(schema, stricter, known, check);
    }

    /** The same with one more field, which the schema does not know. */
    SchemaForm<T> plus(Field field) {
        List<Field> all = new ArrayList<>(fields);
        all.add(field);
        return new SchemaForm<>(schema, List.copyOf(all), known, check);
    }

    /** The same, where an artifact is known by other settings than all. */
    public SchemaForm<T> knownBy(Known other) {
        return new SchemaForm<>(schema, fields, other, check);
    }

    /** The same, where something more must hold. */
    public SchemaForm<T> with(Check more) {
        return new SchemaForm<>(schema, fields, known, (given, faults) -> {
            check.check(given, faults);
            more.check(given, faults);
        });
    }

    @Override
    public Values read(Given given, YamlFaults faults) {
        check.check(given, faults);
        Set<String> told = new HashSet<>();
        for (Field field : fields) {
            if (field.required() && !given.has(field.name())) {
                faults.add(given.place(), given.stage() + " needs " + field.name() + ": " + field.meaning());
                told.add(field.name());
            }
        }
        Reading<T> reading = schema.withUnknown(this::unknown).read(raw(given));
        for (SettingFault fault : reading.faults()) {
            if (told.add(fault.name())) {
                faults.add(given.placeOf(fault.name()), fault.message());
            }
        }
        Map<String, @Nullable Object> typed = new LinkedHashMap<>();
        settings().forEach(setting -> {
            if (given.has(setting.name()) && !told.contains(setting.name())) {
                typed.put(setting.name(), reading.values().all().get(setting.name()));
            }
        });
        return known.of(settings().toList(), typed);
    }

    /** What is given, for the schema to read: of an input, that there is one. */
    private Map<String, @Nullable Object> raw(Given given) {
        Map<String, Field> others = fields.stream()
                .filter(field -> !(field instanceof Field.Told))
                .collect(Collectors.toMap(Field::name, field -> field));
        Map<String, @Nullable Object> raw = new LinkedHashMap<>();
        for (Map.Entry<String, YamlNode> value : given.values().entrySet()) {
            String name = value.getKey();
            if (!others.containsKey(name)) {
                raw.put(name, value.getValue().plain());
            } else if (given.has(name) && schema.settings().containsKey(name)) {
                raw.put(name, "an input");
            }
        }
        return raw;
    }

    private String unknown(String name) {
        List<String> names = fields.stream().map(Field::name).toList();
        return "there is no setting " + name + Suggestions.orAll(name, names);
    }

    private Stream<Setting> settings() {
        return fields.stream()
                .filter(Field.Told.class::isInstance)
                .map(Field.Told.class::cast)
                .map(Field.Told::setting);
    }

    @Override
    public T choices(Values settings, Map<String, List<InputFile>> inputs) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>(settings.all());
        inputs.forEach((field, files) -> {
            Setting setting = schema.settings().get(field);
            if (setting != null && !files.isEmpty()) {
                List<String> paths =
                        files.stream().map(file -> file.path().toString()).toList();
                given.put(field, setting.type() instanceof SettingType.Paths ? paths : paths.get(0));
            }
        });
        return schema.read(given).orElseThrow(faults -> new InputException(String.join("\n", faults)));
    }
}
