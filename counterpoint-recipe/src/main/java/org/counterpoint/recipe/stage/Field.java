package org.counterpoint.recipe.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.jspecify.annotations.Nullable;

/**
 * Something that a recipe may say of a stage.
 *
 * @param name dotted where it is nested
 * @param defaultValue what holds where the recipe says nothing; null for nothing
 * @param meaning a few words for a person
 */
public record Field(
        String name, Type type, boolean required, @Nullable Object defaultValue, String meaning) {

    /** What may stand there. */
    public sealed interface Type {}

    /** A value. */
    public record Value(SettingType type) implements Type {}

    /** What models cost: {@code MODEL: {in: PRICE, out: PRICE}}, or a file of it. */
    public record Prices() implements Type {}

    /**
     * Other stages' outputs, or files.
     *
     * @param accepts what the files may hold
     */
    public record Input(Set<Content> accepts, Arity arity) implements Type {
        public Input {
            accepts = Set.copyOf(accepts);
        }
    }

    /** How many things an input takes, and what becomes of a stage's arms there. */
    public enum Arity {
        /** One; the stage is done for each arm that gives it. */
        ONE,
        /** Several, listed or by name; the stage is done for each arm. */
        SEVERAL,
        /** All arms at once. */
        ALL
    }

    static Field required(String name, SettingType type, String meaning) {
        return new Field(name, new Value(type), true, null, meaning);
    }

    static Field optional(String name, SettingType type, @Nullable Object defaultValue, String meaning) {
        return new Field(name, new Value(type), false, defaultValue, meaning);
    }

    static Field whole(String name, long low, long defaultValue, String meaning) {
        return optional(name, new SettingType.Whole(low, Integer.MAX_VALUE), defaultValue, meaning);
    }

    /** A number in a range, both ends in it; {@code high} may be infinite. */
    static Field real(String name, double low, double high, @Nullable Double defaultValue, String meaning) {
        Range range = high == Double.POSITIVE_INFINITY ? Range.atLeast(low) : Range.between(low, high);
        return optional(name, new SettingType.Real(range), defaultValue, meaning);
    }

    /** A setting of a job's schema; its default is left to the schema. */
    static Field of(Setting setting) {
        return optional(setting.name(), setting.type(), null, setting.meaning());
    }

    /** All settings of a job's schema, some of them inputs of the same name. */
    static List<Field> of(Schema<?> schema, Field... inputs) {
        Map<String, Field> fields = new LinkedHashMap<>();
        schema.settings().forEach((name, setting) -> fields.put(name, of(setting)));
        for (Field input : inputs) {
            fields.put(input.name(), input);
        }
        return List.copyOf(fields.values());
    }

    /** As {@link #of}, with the schema's defaults: for kinds whose artifacts know a setting by its default too. */
    static List<Field> complete(Schema<?> schema, Field... inputs) {
        return of(schema, inputs).stream()
                .map(field -> {
                    Setting setting = schema.settings().get(field.name());
                    if (setting == null || field.type() instanceof Input) {
                        return field;
                    }
                    return field.name().equals(SEED)
                            ? seed()
                            : new Field(
                                    field.name(),
                                    field.type(),
                                    field.required(),
                                    setting.defaultValue(),
                                    field.meaning());
                })
                .toList();
    }

    static Field text(String name, String meaning) {
        return optional(name, new SettingType.Text(), null, meaning);
    }

    /** The seed of a stage's draws; the recipe's where it is not given. */
    static Field seed() {
        return optional(SEED, new SettingType.Whole(Long.MIN_VALUE, Long.MAX_VALUE), null, "the recipe's seed");
    }

    public static Field input(String name, Arity arity, String meaning, Content... accepts) {
        return new Field(name, new Input(Set.of(accepts), arity), true, null, meaning);
    }

    static Field optionalInput(String name, Arity arity, String meaning, Content... accepts) {
        return new Field(name, new Input(Set.of(accepts), arity), false, null, meaning);
    }

    /** The name of the field that holds a seed. */
    public static final String SEED = "seed";
}
