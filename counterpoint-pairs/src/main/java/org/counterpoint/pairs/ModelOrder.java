package org.counterpoint.pairs;

import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.counterpoint.data.InputException;

/**
 * The models, strongest first.
 *
 * @param models names, each once, at least one
 */
public record ModelOrder(List<String> models) implements Serializable {
    private static final int SHOWN = 20;

    /** @throws InputException where there is no model, a name is blank or stands twice */
    public ModelOrder {
        models = List.copyOf(models);
        if (models.isEmpty() || models.stream().anyMatch(String::isBlank)) {
            throw new InputException("--order names no model, or an empty one; give strongest,…,weakest.");
        }
        Set<String> seen = new LinkedHashSet<>();
        for (String model : models) {
            if (!seen.add(model)) {
                throw new InputException("--order names " + model + " twice; each model has one place.");
            }
        }
    }

    /** 0 for the strongest, -1 for a model that has no place. */
    public int rank(String model) {
        return models.indexOf(model);
    }

    /** @throws InputException where the models in the files and in the order are not the same */
    void requireSame(Collection<String> inFiles) {
        List<String> unplaced =
                inFiles.stream().filter(model -> rank(model) < 0).toList();
        List<String> absent =
                models.stream().filter(model -> !inFiles.contains(model)).toList();
        if (unplaced.isEmpty() && absent.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder("--order and the answer files do not name the same models.");
        if (!unplaced.isEmpty()) {
            message.append("\n  in the files, not in --order: ").append(some(unplaced));
        }
        if (!absent.isEmpty()) {
            message.append("\n  in --order, not in the files: ").append(some(absent));
        }
        throw new InputException(
                message + "\nCorrect --order, leave a file out, or give a file's model its name with MODEL=FILE.");
    }

    private static String some(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() > SHOWN ? shown + ", … (" + names.size() + " in all)" : shown;
    }

    @Override
    public String toString() {
        return String.join(",", models);
    }
}
