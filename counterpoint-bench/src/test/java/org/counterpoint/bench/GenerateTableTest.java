package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenerateTableTest {
    private static final Path PATH = Path.of("x");

    @Test
    void comparesLikeWithLikeAndOurBestWithTheFastestPeer() {
        AnsweringPeer ours = new CounterpointGenerate(PATH, "fp32", List.of());
        AnsweringPeer half = new CounterpointGenerate(PATH, "bf16-mixed", List.of());
        AnsweringPeer slow = new TransformersGenerate(PATH, PATH, "fp32", null);
        AnsweringPeer fast = new TransformersGenerate(PATH, PATH, "bf16", PATH);
        List<AnsweringPeer.Run> runs = List.of(
                run(ours, 1),
                run(half, 0.5),
                run(slow, 8),
                run(fast, 4),
                run(ours, 2),
                run(half, 1),
                run(slow, 8),
                run(fast, 4));
        assertThat(GenerateTable.render(List.of(ours, half, slow, fast), runs)).isEqualTo("""
                        | prompts at once | run | tokens/s (median) | least | most | tokens | peak GiB |
                        |---:|---|---:|---:|---:|---:|---:|
                        | 8 | counterpoint-fp32 | 768.0 | 512.0 | 1024.0 | 1024 | 2.00 |
                        | 8 | counterpoint-bf16-mixed | 1536.0 | 1024.0 | 2048.0 | 1024 | 2.00 |
                        | 8 | transformers-fp32-plain | 128.0 | 128.0 | 128.0 | 1024 | 2.00 |
                        | 8 | transformers-bf16 | 256.0 | 256.0 | 256.0 | 1024 | 2.00 |

                        8 at once: counterpoint-fp32 over transformers-fp32-plain: 6.00 times the speed \
                        (least of the rounds 4.00), 1.00 times the memory
                        8 at once: counterpoint-bf16-mixed over transformers-bf16: 6.00 times the speed \
                        (least of the rounds 4.00), 1.00 times the memory
                        """);
    }

    private static AnsweringPeer.Run run(AnsweringPeer generator, double seconds) {
        return new AnsweringPeer.Run(generator.name(), 8, 1024, seconds, 2L << 30, "");
    }
}
