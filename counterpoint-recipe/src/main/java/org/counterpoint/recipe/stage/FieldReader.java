package org.counterpoint.recipe.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.console.Suggestions;
import org.counterpoint.recipe.yaml.Faults;
import org.counterpoint.recipe.yaml.Tree;
import org.jspecify.annotations.Nullable;

/** Reads a stage's values by its kind's fields; inputs are read elsewhere, as they need the whole recipe, and so are prices. */
public final class FieldReader {
    private FieldReader() {}

    /** Every value by its field's name, defaults filled in; what is wrong goes to the faults. */
    public static Map<String, @Nullable Object> read(List<Field> fields, Given given, Faults faults) {
        unknown(fields, given, faults);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Field field : fields) {
            Tree tree = given.get(field.name());
            boolean nothing = tree == null || tree instanceof Tree.Scalar scalar && scalar.isNull();
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

    /** Inputs and prices are read by others. */
    private static boolean isRead(Field field) {
        return field.type() instanceof Field.Value || field.type() instanceof Field.Names;
    }

    /** Reports names that no field has. */
    static void unknown(List<Field> fields, Given given, Faults faults) {
        List<String> names = fields.stream().map(Field::name).toList();
        given.values().forEach((name, tree) -> {
            if (!names.contains(name)) {
                faults.add(
                        tree.place(),
                        "there is no setting " + name
                                + Suggestions.nearest(name, names)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; there are " + String.join(", ", names)));
            }
        });
    }

    private static @Nullable Object value(Field field, Tree tree, Faults faults) {
        if (field.type() instanceof Field.Names) {
            return names(field, tree, faults);
        }
        Object plain = tree.plain();
        try {
            return plain == null ? null : ((Field.Value) field.type()).type().read(plain);
        } catch (IllegalArgumentException e) {
            faults.add(tree.place(), field.name() + " must be " + e.getMessage() + " (it is " + tree.describe() + ")");
            return null;
        }
    }

    private static List<String> names(Field field, Tree tree, Faults faults) {
        List<String> names = new ArrayList<>();
        if (tree instanceof Tree.Scalar scalar) {
            for (String name : scalar.text().split(",", -1)) {
                names.add(name.strip());
            }
        } else if (tree instanceof Tree.Items items && items.items().stream().allMatch(Tree.Scalar.class::isInstance)) {
            items.items().forEach(item -> names.add(((Tree.Scalar) item).text()));
        }
        if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
            faults.add(tree.place(), field.name() + " must be a list of names (it is " + tree.describe() + ")");
        }
        return List.copyOf(names);
    }
}
