package org.counterpoint.recipe.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Suggestions;
import org.jspecify.annotations.Nullable;

/** Reads a stage's values by its kind's fields; inputs are read elsewhere, as they need the whole recipe, and so are prices. */
public final class FieldReader {
    private FieldReader() {}

    /** Every value by its field's name, defaults filled in; what is wrong goes to the faults. */
    public static Map<String, @Nullable Object> read(List<Field> fields, Given given, YamlFaults faults) {
        unknown(fields, given, faults);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Field field : fields) {
            YamlNode tree = given.get(field.name());
            boolean nothing = tree == null || tree instanceof YamlNode.Scalar scalar && scalar.isNull();
            if (nothing) {
                if (field.required()) {
                    faults.add(given.place(), given.stage() + " needs " + field.name() + ": " + field.meaning());
                }
                if (isRead(field)) {
                    values.put(field.name(), field.defaultValue());
                }
            } else if (tree != null && isRead(field)) {
                values.put(field.name(), value(field, tree, faults));
            }
        }
        return values;
    }

    /** As {@link #read(List, Given, YamlFaults)}, with what must hold among the settings of a job. */
    static Map<String, @Nullable Object> read(List<Field> fields, Given given, Schema<?> schema, YamlFaults faults) {
        int before = faults.count();
        Map<String, @Nullable Object> values = read(fields, given, faults);
        if (faults.count() == before) {
            check(fields, values, given, schema, faults);
        }
        return values;
    }

    /** What must hold among values that are each right, and inputs. */
    static void check(
            List<Field> fields,
            Map<String, @Nullable Object> values,
            Given given,
            Schema<?> schema,
            YamlFaults faults) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>(values);
        for (Field field : fields) {
            YamlNode tree = field.type() instanceof Field.Input ? given.get(field.name()) : null;
            if (tree != null && tree.plain() != null) {
                own.put(field.name(), "an input");
            }
        }
        own.keySet().retainAll(schema.settings().keySet());
        schema.read(own).faults().forEach(fault -> faults.add(given.placeOf(fault.name()), fault.message()));
    }

    /** Inputs and prices are read by others. */
    private static boolean isRead(Field field) {
        return field.type() instanceof Field.Value;
    }

    /** Reports names that no field has. */
    static void unknown(List<Field> fields, Given given, YamlFaults faults) {
        List<String> names = fields.stream().map(Field::name).toList();
        given.values().forEach((name, tree) -> {
            if (!names.contains(name)) {
                faults.add(tree.place(), "there is no setting " + name + Suggestions.orAll(name, names));
            }
        });
    }

    private static @Nullable Object value(Field field, YamlNode tree, YamlFaults faults) {
        Object plain = tree.plain();
        try {
            return plain == null ? null : ((Field.Value) field.type()).type().read(plain);
        } catch (IllegalArgumentException e) {
            faults.add(tree.place(), field.name() + " must be " + e.getMessage() + " (it is " + tree.describe() + ")");
            return null;
        }
    }
}
