package org.counterpoint.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The results as Markdown, ready for docs/performance.md. The last step's loss tells whether the sides did the same work:
 * in fp32 it is the same to three digits or so.
 */
final class ResultTable {
    private final Results results;
    private final List<Contestant> contestants;

    /** What share of the machine's matrix peak a run reached; not a number where it is not known. */
    private final ShareOfPeak share;

    /** The share of one contestant's run. */
    @FunctionalInterface
    interface ShareOfPeak {
        double of(Contestant contestant, Measurement run);
    }

    ResultTable(Results results, List<Contestant> contestants, ShareOfPeak share) {
        this.results = results;
        this.contestants = List.copyOf(contestants);
        this.share = share;
    }

    String render() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| run | pairs/s (median) | least | most | without reference | peak GiB | share of peak | last loss |");
        lines.add("|---|---:|---:|---:|---:|---:|---:|---:|");
        for (Contestant each : contestants) {
            if (!results.of(each).isEmpty()) {
                lines.add(row(each));
            }
        }
        lines.add("");
        for (Results.Ratio ratio : ratios()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s over %s: %.2f times the speed (least of the rounds %.2f), %.2f times the memory",
                    ratio.ours(),
                    ratio.peer(),
                    ratio.median(),
                    ratio.least(),
                    ratio.memory()));
        }
        return String.join("\n", lines) + "\n";
    }

    /** Our fastest in fp32 over the peer's in fp32, then our fastest over the peer's fastest. */
    List<Results.Ratio> ratios() {
        List<Results.Ratio> ratios = new ArrayList<>();
        for (Optional<String> arithmetic : List.of(Optional.of("fp32"), Optional.<String>empty())) {
            Optional<Contestant> ours = results.fastest(true, arithmetic);
            Optional<Contestant> peer = results.fastest(false, arithmetic);
            if (ours.isPresent() && peer.isPresent()) {
                ratios.add(results.ratio(ours.get(), peer.get()));
            }
        }
        contestants.stream()
                .filter(c -> c.name().endsWith("-plain") && !results.of(c).isEmpty())
                .findFirst()
                .ifPresent(plain -> results.fastest(true, Optional.of("fp32"))
                        .ifPresent(ours -> ratios.add(0, results.ratio(ours, plain))));
        return ratios.stream().distinct().toList();
    }

    private String row(Contestant contestant) {
        List<Measurement> runs = results.of(contestant);
        return String.format(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %s | %.2f | %s | %.4f |",
                contestant.name(),
                results.median(contestant, Measurement::pairsPerSecond),
                runs.stream().mapToDouble(Measurement::pairsPerSecond).min().orElseThrow(),
                runs.stream().mapToDouble(Measurement::pairsPerSecond).max().orElseThrow(),
                known(contestant, Measurement::pairsPerSecondWithoutReference, "%.3f", 1),
                results.median(contestant, Measurement::peakBytes) / (1L << 30),
                known(contestant, run -> share.of(contestant, run), "%.0f %%", 100),
                results.median(contestant, Measurement::lastLoss));
    }

    private String known(Contestant contestant, ToDoubleFunction<Measurement> figure, String form, double factor) {
        double value = results.median(contestant, figure) * factor;
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, form, value);
    }
}
