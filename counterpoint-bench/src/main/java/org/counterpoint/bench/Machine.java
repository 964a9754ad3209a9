package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What figures were measured on.
 *
 * @param features those of the processor's that matter for matrix multiplication
 * @param load the load average of the last minute before the start: on a quiet machine near 0
 */
record Machine(
        String processor, int cores, long memoryBytes, List<String> features, String kernel, String java, double load) {
    private static final List<String> FEATURES = List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16");

    /** This machine, as Linux tells it. */
    static Machine read() throws IOException {
        List<String> cpu = Files.readAllLines(Path.of("/proc/cpuinfo"));
        List<String> flags = List.of(value(cpu, "flags").split(" "));
        String memory = value(Files.readAllLines(Path.of("/proc/meminfo")), "MemTotal");
        String load = Files.readString(Path.of("/proc/loadavg"));
        return new Machine(
                value(cpu, "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(memory.replaceAll("\\D", "")) * 1024,
                FEATURES.stream().filter(flags::contains).toList(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                Double.parseDouble(load.substring(0, load.indexOf(' '))));
    }

    /** The value of the first line {@code name: value}; empty without one. */
    static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.contains(":")
                        && line.substring(0, line.indexOf(':')).strip().equals(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** In one line. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores (%s), %.0f GiB, %s, %s, load %.2f",
                processor,
                cores,
                String.join(" ", features),
                memoryBytes / (double) (1L << 30),
                kernel,
                java,
                load);
    }
}
