package org.counterpoint.engine.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.counterpoint.engine.JsonText;
import org.counterpoint.engine.ModelException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder's tokenizer.json, with the tokens that the files beside it name and it lacks: as transformers reads it.
 *
 * @param json the file's bytes where nothing is missing in it; else it with the missing tokens added
 * @param special the named tokens of the files beside it
 * @param vocabulary what it says of ids, those of all tokens that the files beside it name among them
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor changed
record TokenizerFile(byte[] json, SpecialTokens special, Vocabulary vocabulary) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** @throws ModelException where there is no such file, or one of those beside it is wrong */
    static TokenizerFile read(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        byte[] json = Vocabulary.readFile(folder);
        List<AddedToken> named = NamedTokens.read(folder);
        SpecialTokens special = SpecialTokens.read(folder);
        Set<String> wanted = Stream.concat(named.stream().map(AddedToken::content), special.byName().values().stream())
                .collect(Collectors.toUnmodifiableSet());
        Vocabulary there = Vocabulary.read(json, file, wanted);
        List<AddedToken> missing = named.stream()
                .filter(token -> !there.added().contains(token.content()))
                .toList();
        if (missing.isEmpty()) {
            return new TokenizerFile(json, special, there);
        }
        byte[] whole = with(missing, there, JsonText.object(file, json), file);
        return new TokenizerFile(whole, special, Vocabulary.read(whole, file, wanted));
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
