package org.counterpoint.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.counterpoint.report.chart.Curves;
import org.counterpoint.report.chart.Distributions;
import org.counterpoint.report.chart.ForestPlot;
import org.counterpoint.report.chart.Scatter;
import org.counterpoint.report.contest.Contest;

/** A report with every kind of section and chart, long names and hostile answers. {@code scripts/browser-check} opens it. */
final class ExampleReport {
    static final String HOSTILE = "</script><script>document.title='broken in'</script><!--<img src=x onerror=alert(1)>"
            + " \u202Eright to left\u202C \u0000\u0007\u001b[31m \u2028 \uD800 &amp; ${7*7} {{output_2}}";

    private ExampleReport() {}

    /** Arguments: the file to write, and how many prompts with answers. */
    public static void main(String[] args) {
        ReportPage.write(make(Integer.parseInt(args[1])), Path.of(args[0]));
    }

    static Report make(int prompts) {
        List<Section> sections = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Version", "0.1.0-SNAPSHOT");
        facts.put("Machine", "2 cores, 23 GB, Linux x86_64");
        facts.put("Duration", "5 min 12 s");
        facts.put("Recipe <b>", HOSTILE);
        facts.put("Hash", "sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0");
        sections.add(new Section.Facts("What was run", facts));
        sections.add(new Section.Table(
                "Results",
                "Win rates against the middle teacher; Wilson's interval of the effective count.",
                List.of("Arm", "Win rate %", "95 % interval", "Wins", "Ties", "Losses", "Mean length"),
                IntStream.range(0, 8)
                        .mapToObj(arm -> List.of(
                                arm == 5 ? "dpo, pairs strong>middle, curriculum easy-to-hard" : "arm-" + arm,
                                String.valueOf(41.2 + 3 * arm),
                                "[" + (36.1 + 3 * arm) + ", " + (46.0 + 3 * arm) + "]",
                                "" + (140 + 9 * arm),
                                "12",
                                "" + (248 - 9 * arm),
                                "1,0" + (11 + arm)))
                        .toList()));
        sections.add(ForestPlot.of(
                "Win rate of every arm",
                "Each dot is an arm's win rate against SFT, the bar its 95 % interval over instructions. Left of the"
                        + " dashed line it loses more than it wins.",
                "win rate against SFT (%)",
                IntStream.range(0, 8)
                        .mapToObj(arm -> new ForestPlot.Row(
                                arm == 5 ? "dpo, pairs strong>middle, curriculum easy-to-hard" : "arm-" + arm,
                                41 + 3 * arm,
                                36 + 3 * arm,
                                46 + 3 * arm))
                        .toList(),
                50));
        sections.add(curves());
        sections.add(Curves.stacked(
                        "Curriculum",
                        "Share of each pair type in a step's loss.",
                        "step",
                        List.of(new Curves.Panel("linear", lines(3, 60, true))),
                        List.of("type-0", "type-1", "type-2"))
                .folded());
        sections.add(Distributions.histogram(
                "Lengths by model",
                "Characters an answer.",
                "characters",
                List.of(
                        new Distributions.Series("weak", gaussians(1, 400)),
                        new Distributions.Series("middle", gaussians(2, 700)),
                        new Distributions.Series("strong", gaussians(3, 1100)))));
        sections.add(Distributions.bars(
                "Pairs by type",
                "How many pairs of each type.",
                "pairs",
                List.of(
                        new Distributions.Bar("strong>weak", "chosen longer", 700),
                        new Distributions.Bar("strong>weak", "chosen shorter", 100),
                        new Distributions.Bar("strong>middle", "chosen longer", 500),
                        new Distributions.Bar("strong>middle", "chosen shorter", 290))));
        Random random = new Random(4);
        sections.add(Scatter.of(
                "Win rate against length gap",
                "An arm up and to the left wins without longer answers.",
                "mean length gap (characters)",
                "win rate (%)",
                IntStream.range(0, 12)
                        .mapToObj(i -> new Scatter.Point(
                                i % 2 == 0 ? "DPO" : "SLiC",
                                "arm-" + i,
                                random.nextGaussian() * 200,
                                50 + random.nextGaussian() * 9))
                        .toList(),
                0,
                50));
        return new Report(
                "Counterpoint demo: eight arms from one start",
                "run of 2026-11-24, seed 1 " + HOSTILE,
                new Glance(
                        contest().sentence(),
                        "With 400 prompts a difference under 6.9 points cannot be told from none.",
                        contest().picture(),
                        List.of(
                                Badge.count("Prompts", 400),
                                new Badge("Seeds", "1 an arm", true),
                                new Badge("Judge", HOSTILE)),
                        List.of("The chosen answer is longer in 91 % of pairs: training may teach length. " + HOSTILE)),
                List.of(
                        new Chapter("Results", "On 400 held-out prompts.", sections.subList(0, 3)),
                        new Chapter("Curves & shares", sections.subList(3, sections.size())),
                        new Chapter("Answers", "All prompts.", List.of(answers(prompts))),
                        new Chapter("Nothing", List.of())));
    }

    private static Contest contest() {
        return new Contest(
                "win rate against sft, %",
                50,
                "sft",
                " % of verdicts",
                "95 % intervals",
                IntStream.range(0, 8)
                        .mapToObj(arm -> new Contest.Arm(
                                arm == 5 ? "dpo, pairs strong>middle, curriculum easy-to-hard" : "arm-" + arm,
                                41.5 + 3 * arm,
                                36 + 3 * arm,
                                46 + 3 * arm))
                        .toList());
    }

    private static Section curves() {
        List<Curves.Line> lines = lines(5, 700, false);
        return Curves.lines(
                "Training",
                "Loss and margin by step.",
                "step",
                List.of(new Curves.Panel("Loss", lines), new Curves.Panel("Margin <b>", lines.subList(1, 4))),
                lines.stream().map(Curves.Line::name).toList());
    }

    private static Section.Answers answers(int prompts) {
        List<Section.Item> items = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            String text = i == 0
                    ? HOSTILE
                    : "Sure! Here are the sorted words: apple, pear, zebra (" + i + "). ".repeat(i % 40);
            boolean alike = i % 5 == 4;
            items.add(new Section.Item(
                    i == 1 ? "رتب هذه الكلمات: תפוח, pear, zebra" : "Sort these words: zebra, apple, pear. Case " + i,
                    i % 3 == 0 ? List.of("sorting", "disagreement") : List.of(i % 2 == 0 ? "sorting" : "counting <i>"),
                    List.of(
                            new Section.Shown("sft", text, "0.5", "one word out of place", 0.5),
                            new Section.Shown(
                                    "dpo-easy-to-hard",
                                    i == 2 ? "x".repeat(200_000) : "apple, pear, zebra",
                                    alike ? "0.5" : "1",
                                    "",
                                    alike ? 0.5 : 1),
                            new Section.Shown(
                                    "teacher-middle",
                                    i == 3 ? "" : "zebra pear apple",
                                    alike ? "0.5" : "0",
                                    "reversed order",
                                    alike ? 0.5 : 0))));
        }
        return new Section.Answers("Answers side by side", "Graded by the task's own grader.", "sft", items);
    }

    private static List<Curves.Line> lines(int lines, int steps, boolean shares) {
        List<Curves.Line> made = new ArrayList<>();
        Random random = new Random(1);
        for (int line = 0; line < lines; line++) {
            double[] x = new double[steps];
            double[] y = new double[steps];
            for (int step = 0; step < steps; step++) {
                double t = (double) step / (steps - 1);
                x[step] = step + 1;
                y[step] = shares
                        ? new double[] {1 - t, t * 0.7, t * 0.3}[line]
                        : 0.69 - 0.05 * line * t + random.nextGaussian() * 0.02;
            }
            made.add(new Curves.Line(shares ? "type-" + line : "arm number " + line + " with a long name", x, y));
        }
        return made;
    }

    private static double[] gaussians(long seed, double mean) {
        return new Random(seed).doubles(800).map(u -> mean * (0.3 + 2 * u * u)).toArray();
    }
}
