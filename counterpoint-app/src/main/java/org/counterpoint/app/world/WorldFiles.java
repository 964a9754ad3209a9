package org.counterpoint.app.world;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.data.write.JsonLines;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The world's files, for the commands that train and ask models. */
public final class WorldFiles {
    private WorldFiles() {}

    /** Texts of the world as plain strings, in no chat form: what the starter is trained on. */
    public static void texts(Path file, int count, long seed) throws IOException {
        try (JsonLines out = new JsonLines(file)) {
            for (Texts.Text text : Texts.draw(count, seed)) {
                out.write(row().put("prompt", text.opening()).put("completion", text.rest()));
            }
        }
    }

    /**
     * Right answers to instructions of the training part: what a teacher is trained on.
     *
     * @param framed the share of answers within a frame such as "The answer is"
     */
    public static void lessons(Path file, int count, double framed, long seed) throws IOException {
        Dice dice = new Dice(~seed);
        try (JsonLines out = new JsonLines(file)) {
            for (Task task : World.tasks(Split.TRAIN, count, seed)) {
                Manner manner = dice.chance(framed) ? dice.one(List.of(Manner.SENTENCE, Manner.POLITE)) : Manner.PLAIN;
                out.write(row().put("instruction", task.instruction()).put("output", manner.say(task.answer())));
            }
        }
    }

    /** A model's parts but for its weights: {@code config.json} and {@code tokenizer/}. */
    public static void modelParts(Path folder) throws IOException {
        TinyModel.writeParts(folder, Texts.forTokenizer());
    }

    private static ObjectNode row() {
        return JsonNodeFactory.instance.objectNode();
    }
}
