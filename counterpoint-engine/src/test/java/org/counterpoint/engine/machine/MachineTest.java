package org.counterpoint.engine.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void coresAreCountedByTheirPlace() {
        String threads = """
            processor\t: 0
            vendor_id\t: AuthenticAMD
            model name\t: Test CPU
            physical id\t: 0
            core id\t\t: 0
            flags\t\t: fpu fma avx2 avx512f avx512_bf16

            processor\t: 1
            physical id\t: 0
            core id\t\t: 0

            processor\t: 2
            physical id\t: 1
            core id\t\t: 0
            """;
        Processor processor = Processor.parse(threads.lines().toList());
        assertThat(processor.vendor()).isEqualTo("AuthenticAMD");
        assertThat(processor.model()).isEqualTo("Test CPU");
        assertThat(processor.threads()).isEqualTo(3);
        assertThat(processor.cores()).isEqualTo(2);
        assertThat(processor.features()).containsExactly("avx2", "fma", "avx512f", "avx512_bf16");
        assertThat(processor.multipliesBf16()).isTrue();
    }

    @Test
    void vectorsOfBf16AreSlowWhereIntelHasAmxForIt() {
        List<String> vectors = List.of("avx512f", "avx512_bf16");
        List<String> hidden = List.of("avx512f", "avx512_bf16", "avx512_fp16");
        List<String> amx = List.of("avx512f", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16");
        assertThat(new Processor("GenuineIntel", "Cooper Lake", 1, 1, vectors).multipliesBf16())
                .isTrue();
        assertThat(new Processor("GenuineIntel", "Emerald Rapids", 1, 1, hidden).multipliesBf16())
                .isFalse();
        assertThat(new Processor("GenuineIntel", "Emerald Rapids", 1, 1, amx).multipliesBf16())
                .isTrue();
        assertThat(new Processor("AuthenticAMD", "of a later kind", 1, 1, hidden).multipliesBf16())
                .isTrue();
        assertThat(new Processor("AuthenticAMD", "of an earlier kind", 1, 1, List.of("avx512f")).multipliesBf16())
                .isFalse();
    }

    @Test
    void aProcessorThatSaysNothingIsUnknown() {
        Processor processor = Processor.parse(List.of("garbage", "processor : 0"));
        assertThat(processor.model()).isEqualTo("unknown");
        assertThat(processor.cores()).isEqualTo(1);
        assertThat(processor.multipliesBf16()).isFalse();
    }

    @Test
    void memoryIsInBytes() {
        Memory memory = Memory.parse(List.of("MemTotal:       24000000 kB", "MemAvailable:   1000 kB", "HugePages: 0"));
        assertThat(memory).isEqualTo(new Memory(24_000_000L * 1024, 1000L * 1024));
    }

    @Test
    void aContainersShareIsQuotaByPeriod() {
        assertThat(ContainerLimits.parse(Optional.of("150000 100000\n"), Optional.of("1073741824\n")))
                .isEqualTo(new ContainerLimits(1.5, 1L << 30));
        assertThat(ContainerLimits.parse(Optional.of("max 100000\n"), Optional.of("max\n")))
                .isEqualTo(new ContainerLimits(null, null));
        assertThat(ContainerLimits.parse(Optional.empty(), Optional.of("99999999999999999999")))
                .isEqualTo(new ContainerLimits(null, null));
    }

    @Test
    void aContainerMayGrantLessThanIsFree() {
        Memory machine = new Memory(32L << 30, 16L << 30);
        assertThat(machine.within(new ContainerLimits(null, 4L << 30))).isEqualTo(4L << 30);
        assertThat(machine.within(new ContainerLimits(null, null))).isEqualTo(16L << 30);
        assertThat(new Memory(-1, -1).within(new ContainerLimits(null, 4L << 30)))
                .isEqualTo(-1);
    }
}
