package org.counterpoint.data.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.counterpoint.data.Key;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatheringTest {
    @TempDir
    Path folder;

    /** Budgets: everything in memory; a few files; more files than are merged at once. */
    @ParameterizedTest
    @ValueSource(longs = {1L << 30, 400_000, 2_000})
    void keysStandWhereTheyFirstAppearedWhateverTheMemory(long budget) throws IOException {
        Random random = new Random(7);
        Map<String, List<Integer>> expected = new LinkedHashMap<>();
        List<List<Integer>> gathered = new ArrayList<>();
        try (Scratch scratch = Scratch.in(folder, budget)) {
            Gathering<Integer> gathering = new Gathering<>(new IntegerCodec(), scratch);
            for (int i = 0; i < 5_000; i++) {
                String key = "k" + random.nextInt(900);
                expected.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
                gathering.add(Key.of(key), i);
            }
            long first = -1;
            for (var members = gathering.inOrder(); members.hasNext(); ) {
                Gathering.Member<Integer> member = members.next();
                if (member.first() != first) {
                    assertThat(member.first()).isGreaterThan(first);
                    first = member.first();
                    gathered.add(new ArrayList<>());
                }
                gathered.get(gathered.size() - 1).add(member.value());
            }
        }
        assertThat(gathered).isEqualTo(List.copyOf(expected.values()));
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private record IntegerCodec() implements Codec<Integer> {
        @Override
        public void write(Integer value, DataOutput out) throws IOException {
            out.writeInt(value);
        }

        @Override
        public Integer read(DataInput in) throws IOException {
            return in.readInt();
        }

        @Override
        public long weight(Integer value) {
            return 16;
        }
    }
}
