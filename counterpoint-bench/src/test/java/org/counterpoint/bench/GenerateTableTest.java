package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenerateTableTest {
    private static final Path PATH = Path.of("x");

    @Test
    void comparesOursWithTheFastestPeer() {
        Generator ours = new CounterpointGenerate(PATH, "counterpoint", List.of());
        Generator slow = new TransformersGenerate(PATH, PATH, "fp32", null);
        Generator fast = new TransformersGenerate(PATH, PATH, "bf16", PATH);
        List<Generator.Run> runs = List.of(run(ours, 1), run(slow, 8), run(fast, 4));
        assertThat(GenerateTable.render(List.of(ours, slow, fast), runs)).isEqualTo("""
                        | prompts at once | run | tokens/s (median) | tokens | peak GiB |
                        |---:|---|---:|---:|---:|
                        | 8 | counterpoint | 1024.0 | 1024 | 2.00 |
                        | 8 | transformers-fp32-plain | 128.0 | 1024 | 2.00 |
                        | 8 | transformers-bf16 | 256.0 | 1024 | 2.00 |

                        8 at once: counterpoint over transformers-bf16: 4.00 times the speed
                        """);
    }

    private static Generator.Run run(Generator generator, double seconds) {
        return new Generator.Run(generator.name(), 8, 1024, seconds, 2L << 30, "");
    }
}
