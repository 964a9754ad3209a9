package org.counterpoint.engine.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The processor, as Linux describes it.
 *
 * @param vendor such as {@code AuthenticAMD}
 * @param model such as {@code AMD EPYC 9654}
 * @param threads what the system schedules on
 * @param cores physical cores; as many as threads where the system does not say
 * @param features those of {@link #TELLING} that it has
 */
public record Processor(String vendor, String model, int threads, int cores, List<String> features) {

    /** The instruction sets that decide how fast matrices are multiplied, slowest first. */
    static final List<String> TELLING =
            List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16");

    /** This machine's. */
    public static Processor here() {
        return parse(SystemFiles.lines(Path.of("/proc/cpuinfo")));
    }

    /** Reads the lines of {@code /proc/cpuinfo}. */
    static Processor parse(Collection<String> lines) {
        String vendor = "unknown";
        String model = "unknown";
        Set<String> flags = Set.of();
        Map<String, String> current = new HashMap<>();
        List<String> places = new ArrayList<>();
        int threads = 0;
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String key = line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            switch (key) {
                case "processor" -> threads++;
                case "vendor_id" -> vendor = value;
                case "model name" -> model = value;
                case "flags" -> flags = Set.of(value.split("\\s+"));
                case "physical id" -> current.put("socket", value);
                case "core id" -> places.add(current.getOrDefault("socket", "0") + "/" + value);
                default -> {}
            }
        }
        int cores = places.isEmpty() ? threads : Set.copyOf(places).size();
        return new Processor(
                vendor,
                model,
                threads,
                cores,
                TELLING.stream().filter(flags::contains).toList());
    }

    /** Whether its vectors have 512 bits. */
    public boolean hasWideVectors() {
        return features.contains("avx512f");
    }

    /** Whether it has instructions that multiply matrices in bf16, fast or not. */
    public boolean hasBf16() {
        return features.contains("avx512_bf16") || features.contains("amx_bf16");
    }

    /**
     * Whether it multiplies matrices in bf16 faster than in fp32. Intel's processors that have AMX (they have {@code avx512_fp16} too) do so
     * by it alone: where a virtual machine hides it, their vectors of bf16 take twice the time of fp32's.
     */
    public boolean multipliesBf16() {
        return hasBf16() && (features.contains("amx_bf16") || !isIntel() || !features.contains("avx512_fp16"));
    }

    /** Whether it was made by Intel. */
    public boolean isIntel() {
        return vendor.equals("GenuineIntel");
    }
}
