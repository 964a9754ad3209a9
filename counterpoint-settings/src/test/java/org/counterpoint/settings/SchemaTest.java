package org.counterpoint.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
    private record Draw(Colour colour, double share, int count, long seed, List<String> files) {}

    private enum Colour {
        DARK_RED,
        BLUE
    }

    private static final Schema<Draw> SCHEMA = new Schema<Draw>(
                    List.of(
                            Setting.choice("colour", Colour.BLUE, "what is drawn"),
                            Setting.real("share", Range.between(0, 1), 0.5, "how much of it"),
                            Setting.whole("count", 1, 3L, "how often"),
                            Setting.seed("seed", 0L, "of the draw"),
                            Setting.list("files", new SettingType.Paths(), "what it is drawn from")),
                    values -> new Draw(
                            values.choice("colour", Colour.class),
                            values.real("share"),
                            values.integer("count"),
                            values.whole("seed"),
                            values.texts("files")))
            .with((given, faults) -> {
                if (given.has("share") && given.has("count")) {
                    faults.accept("count", "count and share exclude each other");
                }
            });

    @TempDir
    Path folder;

    @Test
    void defaultsStandForWhatIsNotGiven() {
        assertThat(SCHEMA.defaults()).isEqualTo(new Draw(Colour.BLUE, 0.5, 3, 0, List.of()));
        assertThat(read(Map.of("colour", "dark-red", "share", "1e-1")))
                .isEqualTo(new Draw(Colour.DARK_RED, 0.1, 3, 0, List.of()));
    }

    @Test
    void allFaultsComeAtOnceEachWithItsName() {
        Reading<Draw> reading = SCHEMA.under("block")
                .read(Map.of("block.color", "blue", "block.share", 1.5, "block.count", "2.5", "block.seed", true));
        assertThat(reading.faults())
                .containsExactlyInAnyOrder(
                        new SettingFault("block.color", "there is no setting block.color; did you mean block.colour?"),
                        new SettingFault("block.share", "block.share must be a number from 0 to 1 (it is 1.5)"),
                        new SettingFault("block.count", "block.count must be a whole number, at least 1 (it is 2.5)"),
                        new SettingFault("block.seed", "block.seed must be a whole number (it is true)"));
    }

    @Test
    void whatExcludesEachOtherIsAFaultUnderABlockToo() {
        assertThatThrownBy(() -> read(Map.of("share", 1, "count", 2)))
                .hasMessage("[count and share exclude each other]");
        assertThat(SCHEMA.under("a").read(Map.of("a.share", 1, "a.count", 2)).faults())
                .containsExactly(new SettingFault("a.count", "a.count and share exclude each other"));
    }

    @Test
    void seedsBeyondWhatADoubleHoldsAreTakenToTheDigit() {
        assertThat(read(Map.of("seed", "9007199254740993")).seed()).isEqualTo(9_007_199_254_740_993L);
        assertThat(read(Map.of("seed", Long.MIN_VALUE)).seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(SCHEMA.read(Map.of("seed", "9223372036854775808")).faults()).hasSize(1);
    }

    @Test
    void aCommaWithinAFilesNameIsLeftAlone() throws IOException {
        Path odd = Files.createFile(folder.resolve("a,b.json"));
        Path plain = Files.createFile(folder.resolve("c.json"));
        assertThat(read(Map.of("files", odd + "," + plain + ",missing.json")).files())
                .containsExactly(odd.toString(), plain.toString(), "missing.json");
        assertThat(read(Map.of("files", List.of("x,y"))).files()).containsExactly("x,y");
    }

    private static Draw read(Map<String, ?> given) {
        return SCHEMA.read(given).orElseThrow(faults -> new IllegalArgumentException(faults.toString()));
    }
}
