package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final Path PATH = Path.of("x");
    private final Contestant grouped = new CounterpointTraining(PATH, "fp32", "grouped", List.of());
    private final Contestant mixed = new CounterpointTraining(PATH, "bf16-mixed", "grouped", List.of());
    private final Contestant plain = Trl.plain(PATH, PATH);
    private final Contestant best = new Trl(PATH, PATH, "bf16", 2, true, PATH, "cpu");
    private final List<Contestant> all = List.of(grouped, mixed, plain, best);
    private final Results results = new Results(all);

    private static Measurement run(Contestant contestant, double seconds, long peak) {
        boolean apart = !contestant.name().endsWith("-plain");
        return new Measurement(
                contestant.name(),
                12,
                apart ? seconds / 4 : 0,
                apart ? seconds * 3 / 4 : seconds,
                apart,
                99,
                peak,
                0.7,
                0.6,
                "");
    }

    private void twoRounds() {
        for (double noise : new double[] {1, 2}) {
            results.add(run(grouped, 4, 1L << 30));
            results.add(run(mixed, 2 * noise, 1L << 30));
            results.add(run(plain, 48, 4L << 30));
            results.add(run(best, 12, 2L << 30));
        }
    }

    @Test
    void takesRatiosRoundByRound() {
        twoRounds();
        assertThat(results.ratio(mixed, best))
                .isEqualTo(new Results.Ratio(mixed.name(), best.name(), (6.0 + 3.0) / 2, 3, 0.5));
        assertThat(results.ratio(grouped, plain).median()).isEqualTo(12);
    }

    @Test
    void findsTheFastestOfEachSide() {
        twoRounds();
        assertThat(results.fastest(true, Optional.empty())).contains(mixed);
        assertThat(results.fastest(true, Optional.of("fp32"))).contains(grouped);
        assertThat(results.fastest(false, Optional.empty())).contains(best);
        assertThat(new Results(all).fastest(false, Optional.empty())).isEmpty();
    }

    @Test
    void medianIsTheMiddle() {
        assertThat(Results.median(new double[] {3, 1, 2})).isEqualTo(2);
        assertThat(Results.median(new double[] {4, 1})).isEqualTo(2.5);
        assertThat(Results.median(new double[0])).isNaN();
    }

    @Test
    void rendersATable() {
        twoRounds();
        String table =
                new ResultTable(results, all, (contestant, run) -> contestant.ours() ? 0.25 : Double.NaN).render();
        assertThat(table).isEqualTo("""
                        | run | pairs/s (median) | least | most | without reference | peak GiB | share of peak | last loss |
                        |---|---:|---:|---:|---:|---:|---:|---:|
                        | counterpoint-fp32-grouped | 3.000 | 3.000 | 3.000 | 4.000 | 1.00 | 25 % | 0.6000 |
                        | counterpoint-bf16-mixed-grouped | 4.500 | 3.000 | 6.000 | 6.000 | 1.00 | 25 % | 0.6000 |
                        | trl-fp32-b4-plain | 0.250 | 0.250 | 0.250 | – | 4.00 | – | 0.6000 |
                        | trl-bf16-b2-pre | 1.000 | 1.000 | 1.000 | 1.333 | 2.00 | – | 0.6000 |

                        counterpoint-fp32-grouped over trl-fp32-b4-plain: 12.00 times the speed (least of the rounds 12.00), 0.25 times the memory
                        counterpoint-bf16-mixed-grouped over trl-bf16-b2-pre: 4.50 times the speed (least of the rounds 3.00), 0.50 times the memory
                        """);
    }
}
