package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.pairs.core.text.Languages;

/** How often the language of short texts is guessed right: {@code LanguageAccuracy FILE}, lines of a code, a tab, a text. */
public final class LanguageAccuracy {
    /** Characters: from each to the next. */
    private static final int[] BOUNDS = {0, 40, 80, 160, Integer.MAX_VALUE};

    private LanguageAccuracy() {}

    public static void main(String[] args) throws IOException {
        int[] texts = new int[BOUNDS.length - 1];
        int[] right = new int[BOUNDS.length - 1];
        long startedAt = System.nanoTime();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            int tab = line.indexOf('\t');
            String text = line.substring(tab + 1);
            int bucket = 0;
            while (text.length() >= BOUNDS[bucket + 1]) {
                bucket++;
            }
            Map<String, Double> likely = Languages.of(text);
            String most = Collections.max(likely.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
            texts[bucket]++;
            right[bucket] += most.equals(line.substring(0, tab)) ? 1 : 0;
        }
        int all = 0;
        for (int i = 0; i < texts.length; i++) {
            all += texts[i];
            System.out.printf(
                    Locale.ROOT,
                    "from %d characters: %d of %d, %.1f %%%n",
                    BOUNDS[i],
                    right[i],
                    texts[i],
                    100.0 * right[i] / texts[i]);
        }
        System.out.printf(Locale.ROOT, "%.2f ms a text%n", (System.nanoTime() - startedAt) / 1e6 / all);
    }
}
