package org.counterpoint.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.recipe.stage.AdapterInput;
import org.counterpoint.recipe.stage.Field;
import org.counterpoint.recipe.stage.StageKind;
import org.counterpoint.recipe.stage.StageKinds;
import org.counterpoint.settings.SettingType;

/**
 * A JSON Schema of recipes, for editors: what may be written where. What must be there, and all else, {@code run}
 * checks.
 */
public final class RecipeSchema {
    private static final Map<String, Object> TEXT = Map.of("type", "string");

    private RecipeSchema() {}

    /** The schema as a JSON object. */
    public static Map<String, Object> of(StageKinds kinds) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        List<Object> choices = new ArrayList<>();
        for (StageKind<?> kind : kinds.kinds()) {
            Map<String, Object> settings = settings(kind);
            defaults.put(kind.name(), object(settings, kind.meaning()));
            Map<String, Object> stage = new LinkedHashMap<>();
            stage.put("stage", Map.of("const", kind.name()));
            stage.putAll(settings);
            stage.put("arms", ordered("type", List.of("object", "array"), "description", "what the arms differ in"));
            choices.add(ordered(
                    "if",
                    Map.of("properties", Map.of("stage", Map.of("const", kind.name()))),
                    "then",
                    object(stage, kind.meaning())));
        }
        choices.add(ordered(
                "if",
                Map.of("properties", Map.of("stage", Map.of("const", RoundStages.KIND))),
                "then",
                object(rounds(), "stages that are done several times, each time with the policy of the time before")));
        List<String> stageKinds = new ArrayList<>(kinds.names());
        stageKinds.add(RoundStages.KIND);
        Map<String, Object> stage = ordered(
                "type",
                "object",
                "required",
                List.of("stage"),
                "properties",
                Map.of("stage", ordered("enum", stageKinds, "description", "what the stage does")),
                "allOf",
                choices);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("about", ordered("type", "string", "description", "what the recipe is for"));
        properties.put("seed", ordered("type", "integer", "description", "of every stage that has none of its own"));
        properties.put("defaults", object(defaults, "settings that all stages of a kind have in common"));
        properties.put(
                "stages",
                ordered(
                        "type",
                        "object",
                        "description",
                        "stages by name",
                        "propertyNames",
                        Map.of("pattern", "^[A-Za-z][A-Za-z0-9_-]{0,60}$"),
                        "additionalProperties",
                        stage));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Counterpoint recipe");
        schema.put("required", List.of("stages"));
        schema.putAll(object(properties, "stages, each made from files and other stages' outputs"));
        return schema;
    }

    private static Map<String, Object> rounds() {
        Map<String, Object> firstOrLast = Map.of("enum", List.of("first", "last"));
        Map<String, Object> rounds = new LinkedHashMap<>();
        rounds.put("stage", Map.of("const", RoundStages.KIND));
        rounds.put("times", ordered("type", "integer", "minimum", 1));
        rounds.put("policy", TEXT);
        rounds.put("start", TEXT);
        rounds.put("from", firstOrLast);
        rounds.put("reference", firstOrLast);
        rounds.put("prompts", TEXT);
        rounds.put("prompts_per_round", ordered("type", "integer", "minimum", 1));
        rounds.put(
                RoundStages.STAGES,
                ordered(
                        "type",
                        "object",
                        "additionalProperties",
                        Map.of("$ref", "#/properties/stages/additionalProperties")));
        return rounds;
    }

    /** The kind's fields; a dotted name stands nested as well as by itself. */
    private static Map<String, Object> settings(StageKind<?> kind) {
        Map<String, Object> settings = new LinkedHashMap<>();
        Map<String, Map<String, Object>> groups = new LinkedHashMap<>();
        Map<String, Object> shorter = new LinkedHashMap<>();
        for (Field field : kind.fields()) {
            Map<String, Object> type = type(field);
            settings.put(field.name(), type);
            int dot = field.name().indexOf('.');
            if (dot > 0) {
                String group = field.name().substring(0, dot);
                groups.computeIfAbsent(group, name -> new LinkedHashMap<>())
                        .put(field.name().substring(dot + 1), type);
                if (kind.canonical(group).equals(field.name())) {
                    shorter.put(group, type);
                }
            }
        }
        groups.forEach((group, inner) -> {
            Object alone = shorter.getOrDefault(group, settings.get(group));
            if (AdapterInput.mayBeOne(kind, group)) {
                inner.put("adapter", TEXT);
            }
            Map<String, Object> nested = object(inner, group);
            settings.put(group, alone == null ? nested : Map.of("anyOf", List.of(alone, nested)));
        });
        return settings;
    }

    private static Map<String, Object> type(Field field) {
        Map<String, Object> type = new LinkedHashMap<>();
        if (field instanceof Field.Told told) {
            type.putAll(value(told.setting().type()));
        } else if (field instanceof Field.Prices) {
            type.put("type", List.of("string", "object"));
        } else if (field instanceof Field.Input input && input.arity() == Field.Arity.ONE) {
            type.putAll(TEXT);
        } else {
            type.put("type", List.of("string", "array", "object"));
        }
        type.put("description", field.meaning());
        if (field instanceof Field.Told told && told.setting().defaultValue() != null) {
            type.put("default", told.setting().defaultValue());
        }
        return type;
    }

    private static Map<String, Object> value(SettingType type) {
        if (type instanceof SettingType.Real) {
            return Map.of("type", "number");
        }
        if (type instanceof SettingType.Whole whole) {
            return whole.low() == Long.MIN_VALUE
                    ? Map.of("type", "integer")
                    : ordered("type", "integer", "minimum", whole.low());
        }
        if (type instanceof SettingType.Flag) {
            return Map.of("type", "boolean");
        }
        if (type instanceof SettingType.Word word) {
            return Map.of("enum", word.values());
        }
        if (type instanceof SettingType.Pattern) {
            return Map.of("type", List.of("string", "number"));
        }
        return type instanceof SettingType.Text || type instanceof SettingType.TypeName
                ? TEXT
                : Map.of("type", List.of("string", "array"));
    }

    private static Map<String, Object> object(Map<String, Object> properties, String description) {
        return ordered(
                "type", "object", "description", description, "properties", properties, "additionalProperties", false);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
