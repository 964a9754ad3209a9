package org.counterpoint.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The runs of a comparison of generators as Markdown. */
final class GenerateTable {
    private GenerateTable() {}

    static String render(List<Generator> generators, List<Generator.Run> runs) {
        List<String> lines = new ArrayList<>();
        lines.add("| prompts at once | run | tokens/s (median) | tokens | peak GiB |");
        lines.add("|---:|---|---:|---:|---:|");
        List<String> ratios = new ArrayList<>();
        for (int count : runs.stream().map(Generator.Run::prompts).distinct().toList()) {
            for (Generator generator : generators) {
                List<Generator.Run> mine = of(runs, generator, count);
                lines.add(String.format(
                        Locale.ROOT,
                        "| %d | %s | %.1f | %d | %.2f |",
                        count,
                        generator.name(),
                        speed(mine),
                        mine.get(0).tokens(),
                        Results.median(mine.stream()
                                        .mapToDouble(Generator.Run::peakBytes)
                                        .toArray())
                                / (1L << 30)));
            }
            Generator ours = fastest(generators, runs, count, true);
            Generator peer = fastest(generators, runs, count, false);
            ratios.add(String.format(
                    Locale.ROOT,
                    "%d at once: %s over %s: %.2f times the speed",
                    count,
                    ours.name(),
                    peer.name(),
                    speed(of(runs, ours, count)) / speed(of(runs, peer, count))));
        }
        return String.join("\n", lines) + "\n\n" + String.join("\n", ratios) + "\n";
    }

    private static Generator fastest(List<Generator> generators, List<Generator.Run> runs, int count, boolean ours) {
        return generators.stream()
                .filter(g -> g.ours() == ours)
                .max(Comparator.comparingDouble(g -> speed(of(runs, g, count))))
                .orElseThrow();
    }

    private static List<Generator.Run> of(List<Generator.Run> runs, Generator generator, int count) {
        return runs.stream()
                .filter(r -> r.generator().equals(generator.name()) && r.prompts() == count)
                .toList();
    }

    private static double speed(List<Generator.Run> runs) {
        return Results.median(
                runs.stream().mapToDouble(Generator.Run::tokensPerSecond).toArray());
    }
}
