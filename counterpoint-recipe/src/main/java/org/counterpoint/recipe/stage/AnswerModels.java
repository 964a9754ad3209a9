package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.counterpoint.data.Answer;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.AnswerReader;
import org.counterpoint.data.rows.DataPlace;

/** Whose answers a recipe's files hold, looked up before anything is done. */
final class AnswerModels {
    /** A file of more bytes is not read for a plan; what is wrong with it is told when the stage runs. */
    private static final long MOST_BYTES = 64L << 20;

    private AnswerModels() {}

    /** All models of the supplies; empty where those of one of them are not known. */
    static Set<String> of(List<Supply> supplies) {
        Set<String> all = new LinkedHashSet<>();
        for (Supply supply : supplies) {
            Set<String> models = of(supply);
            if (models.isEmpty()) {
                return Set.of();
            }
            all.addAll(models);
        }
        return all;
    }

    private static Set<String> of(Supply supply) {
        Path file = supply.file();
        if (file == null) {
            return supply.models();
        }
        return supply.name() == null ? named(file) : Set.of(supply.name());
    }

    private static Set<String> named(Path file) {
        Set<String> models = new LinkedHashSet<>();
        try {
            if (new DataPlace(file).bytes() > MOST_BYTES) {
                return Set.of();
            }
            try (AnswerReader reader =
                    new AnswerReader(new AnswerFile(null, file), CountingLedger.discarding(), Progress.NONE)) {
                for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                    models.add(answer.model());
                }
            }
        } catch (IOException | InputException e) {
            return Set.of(); // the stage that reads it says what is wrong with it
        }
        return models;
    }
}
