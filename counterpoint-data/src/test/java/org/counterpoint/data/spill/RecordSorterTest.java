package org.counterpoint.data.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSorterTest {
    @TempDir
    Path folder;

    /** Whatever the first longs are: all over, in a narrow range, or the same, so that the others decide. */
    @ParameterizedTest
    @CsvSource({"0, 9", "1, 9", "5000, 9", "5000, 0", "5000, 1", "5000, 64", "300000, 3"})
    void recordsComeInOrderHoweverTheyWereCut(int count, int bits) {
        Random random = new Random(count + bits);
        List<long[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long first = bits == 0 ? 7 : bits == 64 ? random.nextLong() : (random.nextLong() >>> (64 - bits)) - 3;
            records.add(new long[] {first, random.nextInt(), i});
        }
        for (long budget : new long[] {1, 50_000, 64 << 20}) {
            try (Scratch scratch = Scratch.in(folder, budget)) {
                RecordSorter sorter = new RecordSorter(3, scratch);
                records.forEach(sorter::add);
                List<long[]> expected = new ArrayList<>(records);
                expected.sort(Arrays::compare);
                Iterator<long[]> sorted = sorter.sorted();
                for (long[] record : expected) {
                    assertThat(sorted.next()).isEqualTo(record);
                }
                assertThat(sorted.hasNext()).isFalse();
            }
        }
        assertThat(folder).isEmptyDirectory();
    }
}
