package org.counterpoint.engine.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameTokensTest {

    @TempDir
    Path temp;

    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = folder("model", "{\"a\":0,\"b\":1,\"c\":2}");
    }

    private Path folder(String name, String vocabulary) throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name));
        Files.writeString(
                folder.resolve("tokenizer.json"),
                "{\"added_tokens\":[],\"model\":{\"type\":\"WordLevel\",\"vocab\":" + vocabulary + "}}");
        return folder;
    }

    private void require(Path other, int vocabularySize) {
        SameTokens.require(model, other, "the reference", vocabularySize);
    }

    @Test
    void theSameTokensPassHoweverTheyAreWritten() throws IOException {
        require(model, 3);
        require(folder("other", "{\"c\":2,\"a\":0,\"b\":1}"), 3);
        require(folder("padded", "{\"a\":0,\"b\":1,\"c\":2}"), 64);
    }

    @Test
    void theFirstTokenThatDiffersIsNamed() throws IOException {
        Path swapped = folder("swapped", "{\"a\":0,\"c\":1,\"b\":2}");
        assertThatThrownBy(() -> require(swapped, 3))
                .isInstanceOf(ModelException.class)
                .hasMessage("the reference " + swapped + " has another tokenizer than " + model
                        + ": token 1 is \"b\" in the model's and \"c\" in its own\n"
                        + "  its scores of the model's tokens would mean nothing; give a reference with the same"
                        + " tokenizer");
    }

    @Test
    void aTokenThatOneOfThemLacksIsADifference() throws IOException {
        Path more = folder("more", "{\"a\":0,\"b\":1,\"c\":2,\"d\":3}");
        assertThatThrownBy(() -> require(more, 4))
                .hasMessageContaining("token 3 is missing in the model's and \"d\" in its own");
        Files.writeString(
                more.resolve("tokenizer_config.json"), "{\"added_tokens_decoder\":{\"4\":{\"content\":\"<e>\"}}}");
        Files.writeString(
                model.resolve("tokenizer_config.json"), "{\"added_tokens_decoder\":{\"3\":{\"content\":\"d\"}}}");
        assertThatThrownBy(() -> require(more, 5))
                .hasMessageContaining("token 4 is missing in the model's and \"<e>\" in its own");
    }

    @Test
    void aReferenceThatIsTooSmallIsNamedAsTheReference() throws IOException {
        Path small = folder("small", "{\"a\":0,\"b\":1}");
        assertThatThrownBy(() -> require(small, 2))
                .hasMessageStartingWith("the reference " + small + " is too small for the tokens of " + model
                        + ": its vocab_size is 2, and the largest token id is 2 (\"c\")");
        Files.delete(small.resolve("tokenizer.json"));
        assertThatThrownBy(() -> require(small, 2)).hasMessageContaining("too small");
        require(small, 3);
    }
}
