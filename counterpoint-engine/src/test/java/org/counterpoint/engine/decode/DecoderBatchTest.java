package org.counterpoint.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.counterpoint.engine.weights.ModelFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row that is computed ahead is to the bit what it is pass by pass. */
class DecoderBatchTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");

    private static Decoder decoder(String name, boolean bf16) {
        try (ModelFolder files = ModelFolder.open(MODELS.resolve(name))) {
            return DecoderLoader.load(files, bf16, 2).orElseThrow();
        }
    }

    /** Says the same nine tokens again and again, with a slip now and then. */
    private static int token(int place) {
        return place % 23 == 22 ? 5 : 10 + place % 9;
    }

    private static int[] row(int from, int to) {
        return IntStream.range(from, to).map(DecoderBatchTest::token).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "llama3, false",
        "llama3, true",
        "mistral, false",
        "qwen3, false",
        "llama-dynamic, false",
        "phi3-longrope, false",
        "gemma2, false"
    })
    void everyLogitIsThatOfPassesOneByOne(String name, boolean bf16) {
        int computedAhead = 0;
        try (Decoder decoder = decoder(name, bf16)) {
            int end = Math.min(decoder.config().positions().most(), 90);
            int[][] prompts = {row(0, 12)};
            try (DecoderBatch ahead = new DecoderBatch(decoder, prompts, true);
                    DecoderBatch plain = new DecoderBatch(decoder, prompts, false)) {
                for (int place = 12; ; place++) {
                    assertThat(ahead.logits()).as("after %d tokens", place).isDeepEqualTo(plain.logits());
                    assertThat(ahead.likeliest()).isEqualTo(plain.likeliest());
                    computedAhead = Math.max(computedAhead, ahead.guessed());
                    if (place >= end) {
                        break;
                    }
                    ahead.add(new int[] {token(place)});
                    plain.add(new int[] {token(place)});
                }
            }
        }
        assertThat(computedAhead).isPositive();
    }

    @Test
    void rowsMayComeAndGoWhileOneIsComputedAhead() {
        int[][] others = {row(3, 9), row(30, 51)};
        try (Decoder decoder = decoder("llama3", false);
                DecoderBatch ahead = new DecoderBatch(decoder, new int[][] {row(0, 20)}, true);
                DecoderBatch plain = new DecoderBatch(decoder, new int[][] {row(0, 20)}, false)) {
            // The first guesses are always tried, whatever passes are found to take later.
            int place = 20;
            while (ahead.guessed() == 0 && place < 40) {
                addAndCompare(ahead, plain, token(place++));
            }
            assertThat(ahead.guessed()).isPositive();
            addAndCompare(ahead, plain, token(place++)); // as guessed
            ahead.join(others);
            plain.join(others);
            assertThat(ahead.logits()).isDeepEqualTo(plain.logits());
            for (int i = 0; i < 7; i++) {
                addAndCompare(ahead, plain, token(place), 7 + i, token(place++));
            }
            ahead.keep(new int[] {2});
            plain.keep(new int[] {2});
            for (int i = 0; i < 9; i++) {
                addAndCompare(ahead, plain, token(place++));
                ahead.keep(new int[] {0});
                plain.keep(new int[] {0});
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 2"})
    void keysAndValuesAreKeptInTheFormatOfTheWeights(boolean bf16, int numbersOfWord) {
        try (Decoder decoder = decoder("llama3", bf16)) {
            PromptPass pass = new PromptPass(decoder, new int[][] {row(0, 5)});
            pass.run();
            assertThat(pass.caches()[0][0].numbers().ofWord()).isEqualTo(numbersOfWord);
        }
    }

    private static void addAndCompare(DecoderBatch ahead, DecoderBatch plain, int... added) {
        ahead.add(added);
        plain.add(added);
        assertThat(ahead.logits()).isDeepEqualTo(plain.logits());
    }
}
