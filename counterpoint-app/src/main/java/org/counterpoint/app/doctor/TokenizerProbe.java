package org.counterpoint.app.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;

/** Tokenises one word with a tokenizer of six tokens: whether the tokenizer library's native part works. */
final class TokenizerProbe {

    private static final int WELL = 5;

    private TokenizerProbe() {}

    /** {@code works}, or what is wrong. */
    static String probe() throws IOException {
        Path folder = Files.createTempDirectory("counterpoint-doctor");
        Path file = folder.resolve("tokenizer.json");
        try (InputStream tokenizer = TokenizerProbe.class.getResourceAsStream("tokenizer.json")) {
            if (tokenizer == null) {
                throw new IllegalStateException("the doctor's tokenizer is not in the jar");
            }
            Files.copy(tokenizer, file);
            try (TextCodec codec = TextCodec.open(folder, null, false)) {
                int[] tokens = codec.encodePrompt(new PromptText.Plain("well"));
                return Arrays.equals(tokens, new int[] {WELL})
                        ? "works"
                        : "gives wrong tokens: " + Arrays.toString(tokens);
            }
        } catch (ModelException | LinkageError e) {
            return "does not load: " + e.getMessage();
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }
}
