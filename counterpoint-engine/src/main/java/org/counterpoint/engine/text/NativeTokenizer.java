package org.counterpoint.engine.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.ModelException;

/**
 * The tokenizer behind {@code tokenizer.json}: texts to ids and back. Truncation and padding that the
 * file may ask for are off. Safe for use by several threads.
 */
final class NativeTokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    /** Characters of texts that are encoded before threads of the library's own, which take a batch, have met. */
    private static final int SHORT = 500;

    private NativeTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * @param json the file's content
     * @param file its name in errors
     */
    static NativeTokenizer of(byte[] json, Path file) {
        if (System.getenv("OPT_OUT_TRACKING") == null && System.getProperty("OPT_OUT_TRACKING") == null) {
            // The library reports its use over the network unless told not to.
            System.setProperty("OPT_OUT_TRACKING", "true");
        }
        if (System.getenv("DJL_OFFLINE") == null && System.getProperty("ai.djl.offline") == null) {
            // It looks for its native part there too.
            System.setProperty("ai.djl.offline", "true");
        }
        try (ByteArrayInputStream in = new ByteArrayInputStream(json)) {
            return new NativeTokenizer(HuggingFaceTokenizer.newInstance(
                    in, Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            // The native library has no exception type of its own.
            throw new ModelException(
                    "the tokenizer cannot be loaded: " + e.getMessage() + "\n  in " + file
                            + "\n  It must be a tokenizer.json as the Hugging Face tokenizers library writes it.",
                    e);
        }
    }

    /** The ids of each text, in order. */
    int[][] encode(List<String> texts, boolean addSpecialTokens) {
        // Straight to the native calls: the library's own Encoding copies seven arrays a text, spans included.
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long[] encodings = texts.stream().mapToInt(String::length).sum() < SHORT
                ? texts.stream()
                        .mapToLong(text -> library.encode(tokenizer.getHandle(), text, addSpecialTokens))
                        .toArray()
                : library.batchEncode(tokenizer.getHandle(), texts.toArray(String[]::new), addSpecialTokens);
        int[][] ids = new int[encodings.length][];
        for (int i = 0; i < encodings.length; i++) {
            ids[i] = narrow(library.getTokenIds(encodings[i]));
            library.deleteEncoding(encodings[i]);
        }
        return ids;
    }

    /** The text of the ids, without special tokens. */
    String decode(int[] ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return tokenizer.decode(wide, true);
    }

    /** The text of one id, special tokens as they are written. */
    String token(int id) {
        return tokenizer.decode(new long[] {id}, false);
    }

    private static int[] narrow(long[] ids) {
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
