package org.counterpoint.demo.world;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.write.JsonLines;
import tools.jackson.databind.node.JsonNodeFactory;

/** The world's files, for the commands that train and ask models. */
public final class WorldFiles {
    private WorldFiles() {}

    /**
     * What people of the world answered to instructions of the training part: what models are made from.
     *
     * @param all whether the unseen family is among them
     * @param care how careful the people are, in log-odds of a right answer to a way of asking of average temptation
     * @param spread how far people differ in care: half the width of the range that they are drawn from
     */
    public static void answers(Path file, int count, boolean all, double care, double spread, long seed)
            throws IOException {
        Dice dice = new Dice(~seed);
        try (JsonLines out = new JsonLines(file)) {
            for (Task task : World.lessons(count, all, seed)) {
                double own = care + spread * (2 * dice.fraction() - 1);
                out.write(JsonNodeFactory.instance
                        .objectNode()
                        .put("instruction", task.instruction())
                        .put("output", task.temptation().answer(task.answer(), own, dice)));
            }
        }
    }

    /** A model's parts but for its weights: {@code config.json} and {@code tokenizer/}. */
    public static void modelParts(Path folder) throws IOException {
        TinyModel.writeParts(folder, forTokenizer());
    }

    /** Enough to learn a tokenizer from: instructions, right answers and careless ones. */
    private static List<String> forTokenizer() {
        Dice dice = new Dice(1);
        List<String> texts = new ArrayList<>();
        for (Task task : World.lessons(20_000, true, 0)) {
            texts.add(task.instruction());
            texts.add(task.answer());
            texts.add(task.temptation().answer(task.answer(), 0, dice));
        }
        return texts;
    }
}
