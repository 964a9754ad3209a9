package org.counterpoint.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The runs of a comparison of generators as Markdown. */
final class GenerateTable {
    private GenerateTable() {}

    static String render(List<AnsweringPeer> generators, List<AnsweringPeer.Run> runs) {
        List<String> lines = new ArrayList<>();
        lines.add("| prompts at once | run | tokens/s (median) | least | most | tokens | peak GiB |");
        lines.add("|---:|---|---:|---:|---:|---:|---:|");
        List<String> ratios = new ArrayList<>();
        for (int count :
                runs.stream().map(AnsweringPeer.Run::prompts).distinct().toList()) {
            for (AnsweringPeer generator : generators) {
                lines.add(row(generator, count, of(runs, generator, count)));
            }
            ratios.addAll(ratios(generators, runs, count));
        }
        return String.join("\n", lines) + "\n\n" + String.join("\n", ratios) + "\n";
    }

    private static String row(AnsweringPeer generator, int count, List<AnsweringPeer.Run> runs) {
        DoubleSummaryStatistics speeds =
                runs.stream().mapToDouble(AnsweringPeer.Run::tokensPerSecond).summaryStatistics();
        return String.format(
                Locale.ROOT,
                "| %d | %s | %.1f | %.1f | %.1f | %d | %.2f |",
                count,
                generator.name(),
                speed(runs),
                speeds.getMin(),
                speeds.getMax(),
                runs.get(0).tokens(),
                memory(runs) / (1L << 30));
    }

    /** Our fastest in fp32 over the peer's in fp32, then our fastest over the peer's fastest. */
    private static List<String> ratios(List<AnsweringPeer> generators, List<AnsweringPeer.Run> runs, int count) {
        List<String> ratios = new ArrayList<>();
        for (List<String> arithmetics : List.of(List.of("fp32"), List.of("fp32", "bf16"))) {
            List<AnsweringPeer> known = generators.stream()
                    .filter(g -> arithmetics.contains(g.arithmetic()))
                    .toList();
            Optional<AnsweringPeer> ours = fastest(known, runs, count, true);
            Optional<AnsweringPeer> peer = fastest(known, runs, count, false);
            if (ours.isPresent() && peer.isPresent()) {
                ratios.add(ratio(count, ours.get(), peer.get(), runs));
            }
        }
        return ratios.stream().distinct().toList();
    }

    /** Round by round, as {@link Results#ratio} does it. */
    private static String ratio(int count, AnsweringPeer ours, AnsweringPeer peer, List<AnsweringPeer.Run> runs) {
        List<AnsweringPeer.Run> a = of(runs, ours, count);
        List<AnsweringPeer.Run> b = of(runs, peer, count);
        double[] speeds = IntStream.range(0, Math.min(a.size(), b.size()))
                .mapToDouble(i -> a.get(i).tokensPerSecond() / b.get(i).tokensPerSecond())
                .toArray();
        return String.format(
                Locale.ROOT,
                "%d at once: %s over %s: %.2f times the speed (least of the rounds %.2f), %.2f times the memory",
                count,
                ours.name(),
                peer.name(),
                Results.median(speeds),
                Arrays.stream(speeds).min().orElse(Double.NaN),
                memory(a) / memory(b));
    }

    private static Optional<AnsweringPeer> fastest(
            List<AnsweringPeer> generators, List<AnsweringPeer.Run> runs, int count, boolean ours) {
        return generators.stream()
                .filter(g -> g.ours() == ours)
                .max(Comparator.comparingDouble(g -> speed(of(runs, g, count))));
    }

    private static List<AnsweringPeer.Run> of(List<AnsweringPeer.Run> runs, AnsweringPeer generator, int count) {
        return runs.stream()
                .filter(r -> r.generator().equals(generator.name()) && r.prompts() == count)
                .toList();
    }

    private static double speed(List<AnsweringPeer.Run> runs) {
        return Results.median(
                runs.stream().mapToDouble(AnsweringPeer.Run::tokensPerSecond).toArray());
    }

    private static double memory(List<AnsweringPeer.Run> runs) {
        return Results.median(
                runs.stream().mapToDouble(AnsweringPeer.Run::peakBytes).toArray());
    }
}
