package org.counterpoint.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.PromptReader;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.choose.PromptClusters;
import org.counterpoint.pairs.core.text.ComparedText;
import org.counterpoint.pairs.core.text.PlainWords;
import org.counterpoint.pairs.core.text.Shingles;

/**
 * Recall and precision of near-duplicates of prompts with the defaults: {@code NearDuplicates PROMPTS}. Every two prompts
 * are compared, and each prompt is looked for beside a changed copy of itself, by its number of words.
 */
public final class NearDuplicates {
    private static final double THRESHOLD = 0.7;
    private static final int[] WORDS = {0, 5, 13, Integer.MAX_VALUE};

    private NearDuplicates() {}

    public static void main(String[] args) throws Exception {
        Ledger ignored = entry -> {};
        List<String> prompts;
        try (Stream<String> texts = PromptReader.stream(Path.of(args[0]), ignored, Progress.NONE)
                .map(row -> ComparedText.whole(row.prompt()))) {
            prompts = texts.distinct().toList();
        }
        Path folder = Files.createTempDirectory("near-duplicates");
        try {
            allPairs(prompts, folder);
            changes().forEach((name, change) -> copies(name, change, prompts, folder));
        } finally {
            Files.delete(folder);
        }
    }

    private static int[] clusters(List<String> texts, Path folder) {
        try (Scratch scratch = Scratch.in(folder)) {
            PromptClusters clusters = new PromptClusters(THRESHOLD, scratch);
            texts.forEach(text -> clusters.add(text, PromptClusters.keys(text)));
            return clusters.firsts();
        }
    }

    /** What is in one cluster that should not be, and the reverse: true clusters are those of a comparison of all. */
    private static void allPairs(List<String> prompts, Path folder) {
        List<Shingles> sets = prompts.stream().map(Shingles::ofCharacters).toList();
        int[] truth = new int[sets.size()];
        int similar = 0;
        for (int i = 0; i < truth.length; i++) {
            truth[i] = i;
            for (int j = 0; j < i; j++) {
                if (sets.get(i).similarity(sets.get(j)) >= THRESHOLD) {
                    similar++;
                    join(truth, i, j);
                }
            }
        }
        int[] found = clusters(prompts, folder);
        int together = 0;
        int both = 0;
        int should = 0;
        for (int i = 0; i < truth.length; i++) {
            for (int j = 0; j < i; j++) {
                boolean isFound = found[i] == found[j];
                boolean isTrue = truth[i] == truth[j];
                together += isFound ? 1 : 0;
                should += isTrue ? 1 : 0;
                both += isFound && isTrue ? 1 : 0;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d prompts, %d pairs of similarity %.1f or more; in one cluster by a comparison of all: %d pairs, of"
                        + " these found: %d; found beside: %d%n",
                truth.length,
                similar,
                THRESHOLD,
                should,
                both,
                together - both);
    }

    private static void join(int[] clusters, int a, int b) {
        int from = Math.max(clusters[a], clusters[b]);
        int to = Math.min(clusters[a], clusters[b]);
        for (int i = 0; i < clusters.length; i++) {
            clusters[i] = clusters[i] == from ? to : clusters[i];
        }
    }

    private static Map<String, BiFunction<String, Random, String>> changes() {
        Map<String, BiFunction<String, Random, String>> changes = new LinkedHashMap<>();
        changes.put(
                "case, punctuation",
                (text, random) ->
                        "«" + String.join("; ", PlainWords.words(text)).toUpperCase(Locale.ROOT) + "»!");
        changes.put(
                "one word replaced",
                (text, random) -> edited(text, words -> {
                    words.set(random.nextInt(words.size()), "something");
                }));
        changes.put(
                "one word added",
                (text, random) -> edited(text, words -> {
                    words.add(random.nextInt(words.size() + 1), "something");
                }));
        changes.put(
                "two neighbours swapped",
                (text, random) -> edited(text, words -> {
                    if (words.size() > 1) {
                        int at = random.nextInt(words.size() - 1);
                        Collections.swap(words, at, at + 1);
                    }
                }));
        return changes;
    }

    private static String edited(String text, Consumer<List<String>> edit) {
        List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+")));
        edit.accept(words);
        return String.join(" ", words);
    }

    private static void copies(
            String name, BiFunction<String, Random, String> change, List<String> prompts, Path folder) {
        int[] all = new int[WORDS.length - 1];
        int[] found = new int[WORDS.length - 1];
        Random random = new Random(1);
        for (String prompt : prompts) {
            int bucket = 0;
            int words = prompt.strip().split("\\s+").length;
            while (words >= WORDS[bucket + 1]) {
                bucket++;
            }
            all[bucket]++;
            found[bucket] += clusters(List.of(prompt, change.apply(prompt, random)), folder)[1] == 0 ? 1 : 0;
        }
        System.out.print(name + ":");
        for (int i = 0; i < all.length; i++) {
            System.out.print("  from " + WORDS[i] + " words " + found[i] + " of " + all[i]);
        }
        System.out.println();
    }
}
