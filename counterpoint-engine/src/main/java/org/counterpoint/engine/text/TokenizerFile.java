package org.counterpoint.engine.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.counterpoint.engine.JsonText;
import org.counterpoint.engine.ModelException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A folder's tokenizer.json, with the tokens that the files beside it name and it lacks: as transformers reads it. */
final class TokenizerFile {

    private static final JsonMapper JSON = JsonMapper.shared();

    private TokenizerFile() {}

    /**
     * The file's bytes where nothing is missing in it; else it with the missing tokens added.
     *
     * @throws ModelException where there is no such file, or one of those beside it is wrong
     */
    static byte[] read(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        byte[] json = Vocabulary.readFile(folder);
        List<AddedToken> named = NamedTokens.read(folder);
        Vocabulary there = Vocabulary.read(
                json, file, named.stream().map(AddedToken::content).collect(Collectors.toUnmodifiableSet()));
        List<AddedToken> missing = named.stream()
                .filter(token -> !there.added().contains(token.content()))
                .toList();
        return missing.isEmpty() ? json : with(missing, there, JsonText.object(file, json), file);
    }

    /** Ids as the tokenizers library gives them: the vocabulary's, or the next one. */
    private static byte[] with(List<AddedToken> missing, Vocabulary there, ObjectNode tokenizer, Path file) {
        JsonNode listed = tokenizer.path("added_tokens");
        ArrayNode added = listed instanceof ArrayNode array ? array : tokenizer.putArray("added_tokens");
        int next = Math.max(there.modelSize(), there.lastAdded() + 1);
        for (AddedToken token : missing) {
            Integer known = there.ids().get(token.content());
            added.add(token.toJson(known == null ? next++ : known));
        }
        if (next < 0) {
            throw new ModelException("the tokenizer has too many tokens\n  in " + file);
        }
        return JSON.writeValueAsString(tokenizer).getBytes(StandardCharsets.UTF_8);
    }
}
