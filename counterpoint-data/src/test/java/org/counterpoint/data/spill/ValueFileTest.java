package org.counterpoint.data.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueFileTest {
    @TempDir
    Path folder;

    /** Texts from nothing to more than a window, read in three rows at once and then in any order. */
    @Test
    void valuesAreReadBackFromWhereTheyWerePut() {
        Random random = new Random(5);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            texts.add(Integer.toString(i).repeat(random.nextInt(i % 500 == 3 ? 200_000 : 60)));
        }
        try (Scratch scratch = Scratch.in(folder);
                ValueFile<String> file = new ValueFile<>(new TextCodec(), scratch)) {
            List<Long> positions = texts.stream().map(file::add).toList();
            file.finish();
            for (int i = 0; i < 1_000; i++) {
                for (int at = i; at < texts.size(); at += 1_000) {
                    assertThat(file.decode(file.raw(positions.get(at)))).isEqualTo(texts.get(at));
                }
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            for (int at : order) {
                assertThat(file.decode(file.raw(positions.get(at)))).isEqualTo(texts.get(at));
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    private record TextCodec() implements Codec<String> {
        @Override
        public void write(String value, DataOutput out) throws IOException {
            SpillValues.writeText(value, out);
        }

        @Override
        public String read(DataInput in) throws IOException {
            return SpillValues.readText(in);
        }

        @Override
        public long weight(String value) {
            return value.length();
        }
    }
}
