package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.counterpoint.engine.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that come and go are to the bit what they are alone. */
class RollingBatchTest {

    private static final Path MODELS = Path.of("src/test/resources/golden/models");
    private static final Sampling DRAWN = new Sampling(0.9, 20, 0.95);

    private static int[] prompt(int number) {
        return IntStream.range(0, 3 + 5 * number)
                .map(i -> 3 + (7 * i + 11 * number) % 80)
                .toArray();
    }

    private static RollingBatch.Request request(int number) {
        Sampling sampling = number % 2 == 0 ? Sampling.greedy() : DRAWN;
        return new RollingBatch.Request(prompt(number), new int[0], sampling, number, true, 3);
    }

    /** Collects a row's tokens until it has so many. */
    private static RollingBatch.Listener upTo(int length, List<RollingBatch.Choice> into) {
        return choice -> {
            into.add(choice);
            return into.size() < length;
        };
    }

    private static List<RollingBatch.Choice> alone(Supplier<RollingBatch> opening, int number, int length) {
        try (RollingBatch batch = opening.get()) {
            List<RollingBatch.Choice> choices = new ArrayList<>();
            batch.join(List.of(request(number)), List.of(upTo(length, choices)));
            while (batch.size() > 0) {
                batch.step();
            }
            return choices;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "mistral", "qwen3", "llama-dynamic", "phi3-longrope", "gemma2", "olmo2"})
    void whoeverIsBesideARowChangesNothing(String name) {
        Path folder = MODELS.resolve(name);
        changesNothing(() -> RollingBatch.open(folder, Precision.FP32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "llama-dynamic", "gemma2"})
    void norInTheNativeLibrary(String name) {
        Path folder = MODELS.resolve(name);
        Supplier<RollingBatch> opening = () -> RollingBatch.openNative(folder, null, Precision.FP32);
        changesNothing(opening);
        List<RollingBatch.Choice> vectors = alone(() -> RollingBatch.open(folder, Precision.FP32), 0, 10);
        List<RollingBatch.Choice> natives = alone(opening, 0, 10);
        for (int i = 0; i < 10; i++) {
            assertThat(natives.get(i).token()).isEqualTo(vectors.get(i).token());
            assertThat(natives.get(i).logProbability()).isCloseTo(vectors.get(i).logProbability(), within(1e-4));
        }
        try (RollingBatch batch = opening.get()) {
            assertThat(batch.slowness()).hasValueSatisfying(why -> assertThat(why)
                    .startsWith("computed by the native library, one row after another: there is no room"));
        }
    }

    private static void changesNothing(Supplier<RollingBatch> opening) {
        int[] lengths = {12, 3, 9, 1, 7};
        int[] joinsAt = {0, 2, 2, 5, 9};
        List<List<RollingBatch.Choice>> together = new ArrayList<>();
        try (RollingBatch batch = opening.get()) {
            int joined = 0;
            for (int step = 0; joined < lengths.length || batch.size() > 0; step++) {
                List<RollingBatch.Request> requests = new ArrayList<>();
                List<RollingBatch.Listener> listeners = new ArrayList<>();
                while (joined < lengths.length && joinsAt[joined] <= step) {
                    List<RollingBatch.Choice> choices = new ArrayList<>();
                    together.add(choices);
                    requests.add(request(joined));
                    listeners.add(upTo(lengths[joined], choices));
                    joined++;
                }
                if (!requests.isEmpty()) {
                    batch.join(requests, listeners);
                }
                batch.step();
            }
        }
        for (int row = 0; row < lengths.length; row++) {
            assertThat(together.get(row)).as("row %d", row).isEqualTo(alone(opening, row, lengths[row]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3"})
    void itIsWhatTheGeneratorGives(String name) {
        Path folder = MODELS.resolve(name);
        try (Generator generator = Generator.open(folder, Precision.FP32)) {
            for (int number = 0; number < 2; number++) {
                Generator.Request request = new Generator.Request(prompt(number), number);
                int[] tokens = generator
                        .generate(List.of(request), request(number).sampling(), Set.of(), 10)
                        .get(0)
                        .tokens();
                assertThat(alone(() -> RollingBatch.open(folder, Precision.FP32), number, 10).stream()
                                .mapToInt(RollingBatch.Choice::token)
                                .toArray())
                        .isEqualTo(tokens);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3"})
    void forcedTokensAreToldWithTheLogProbabilitiesThatTheyHave(String name) {
        Path folder = MODELS.resolve(name);
        int[] whole = prompt(3);
        List<RollingBatch.Choice> choices = new ArrayList<>();
        try (RollingBatch batch = RollingBatch.open(folder, Precision.FP32);
                Generator generator = Generator.open(folder, Precision.FP32)) {
            int[] forced = Arrays.copyOfRange(whole, 4, whole.length);
            batch.join(
                    List.of(new RollingBatch.Request(Arrays.copyOf(whole, 4), forced, Sampling.greedy(), 0, true, 1)),
                    List.of(upTo(forced.length, choices)));
            while (batch.size() > 0) {
                batch.step();
            }
            assertThat(choices.stream().mapToInt(RollingBatch.Choice::token).toArray())
                    .isEqualTo(forced);
            for (int i = 0; i < forced.length; i++) {
                int token = forced[i];
                double expected = NextToken.likeliest(generator, Arrays.copyOf(whole, 4 + i), 0, token)
                        .get(0)
                        .logProbability();
                assertThat(choices.get(i).logProbability()).isCloseTo(expected, within(1e-4));
                assertThat(choices.get(i).likeliest()).hasSize(1);
            }
        }
    }
}
