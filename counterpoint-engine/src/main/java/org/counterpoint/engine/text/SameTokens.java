package org.counterpoint.engine.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;

/** Whether two models mean the same by their tokens: one that scores the other's tokens must. */
public final class SameTokens {

    private SameTokens() {}

    /**
     * Compares the tokens of two folders, id by id. More rows in an embedding than there are tokens, as some models have
     * them, are no difference. A folder without a tokenizer is held against its vocabulary's size only.
     *
     * @param role what the other model is called in errors, such as "the reference"
     * @param otherVocabularySize {@code vocab_size} of its config.json
     * @throws ModelException naming the first token that differs, or the size that is too small
     */
    public static void require(Path model, Path other, String role, int otherVocabularySize) {
        if (model.equals(other)) {
            return;
        }
        SortedMap<Integer, String> own =
                Vocabulary.tokens(TokenizerFile.read(model).json(), model.resolve("tokenizer.json"));
        if (own.lastKey() >= otherVocabularySize) {
            throw new ModelException(role + " " + other + " is too small for the tokens of " + model
                    + ": its vocab_size is " + otherVocabularySize + ", and the largest token id is " + own.lastKey()
                    + " (\"" + own.get(own.lastKey()) + "\")\n  give a reference with the same tokenizer");
        }
        if (!Files.exists(other.resolve("tokenizer.json"))) {
            return;
        }
        SortedMap<Integer, String> others =
                Vocabulary.tokens(TokenizerFile.read(other).json(), other.resolve("tokenizer.json"));
        int last = Math.max(own.lastKey(), others.lastKey());
        for (int id = 0; id <= last; id++) {
            String mine = own.get(id);
            String theirs = others.get(id);
            if (mine == null ? theirs != null : !mine.equals(theirs)) {
                throw new ModelException(role + " " + other + " has another tokenizer than " + model + ": token " + id
                        + " is " + shown(mine) + " in the model's and " + shown(theirs) + " in its own"
                        + "\n  its scores of the model's tokens would mean nothing; give a reference with the same"
                        + " tokenizer");
            }
        }
    }

    private static String shown(@Nullable String token) {
        return token == null ? "missing" : "\"" + token + "\"";
    }
}
