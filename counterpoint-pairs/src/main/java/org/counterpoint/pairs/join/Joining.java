package org.counterpoint.pairs.join;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.step.Summary;
import org.counterpoint.pairs.text.ComparedText;
import org.jspecify.annotations.Nullable;

/**
 * Takes down how prompts were joined, in their order. Memory does not grow with their number: what must be compared lies
 * in scratch files, into which parts are merged.
 */
public final class Joining implements Summary<Joining> {
    private static final int EXAMPLES = 5;
    /** Characters of a prompt that an example shows. */
    private static final int SHOWN = 120;

    /** More models than a person looks at. */
    private static final int MOST_MODELS = 50;

    private final List<String> expected;
    /** Null in a part. */
    private final @Nullable NearEqual nearEqual;
    /** What a part took down. */
    private final List<JoinedPrompt> waiting = new ArrayList<>();

    private final Map<Integer, Long> byAnswers = new TreeMap<>();
    private final Map<String, Lacking> missing = new TreeMap<>();
    private final Map<String, Long> alone = new TreeMap<>();
    private final List<JoinReport.OtherId> idExamples = new ArrayList<>();
    private long severalIds;
    private long prompts;

    /**
     * @param expected the models that should have answered every prompt; none where rows have models of their own
     */
    public Joining(Collection<String> expected, Scratch scratch) {
        this.expected = expected.stream().sorted().limit(MOST_MODELS).toList();
        this.nearEqual = new NearEqual(scratch);
    }

    private Joining() {
        this.expected = List.of();
        this.nearEqual = null;
    }

    /** An empty part. */
    public static Joining part() {
        return new Joining();
    }

    @Override
    public void merge(Joining later) {
        later.waiting.forEach(this::add);
    }

    private static final class Lacking {
        private final List<JoinReport.Example> examples = new ArrayList<>();
        private long prompts;
    }

    public void add(JoinedPrompt prompt) {
        if (nearEqual == null) {
            waiting.add(prompt);
            return;
        }
        prompts++;
        byAnswers.merge(prompt.models().size(), 1L, Long::sum);
        for (String model : expected) {
            if (!prompt.models().contains(model)) {
                Lacking lacking = missing.computeIfAbsent(model, name -> new Lacking());
                lacking.prompts++;
                if (lacking.examples.size() < EXAMPLES) {
                    lacking.examples.add(example(prompt));
                }
            }
        }
        if (prompt.models().size() == 1) {
            prompt.files().forEach(file -> alone.merge(file, 1L, Long::sum));
        }
        JoinReport.OtherId other = prompt.otherId();
        if (other != null) {
            severalIds++;
            if (idExamples.size() < EXAMPLES) {
                idExamples.add(other);
            }
        }
        nearEqual.add(prompt);
    }

    private static JoinReport.Example example(JoinedPrompt prompt) {
        return new JoinReport.Example(prompt.id(), prompt.origin(), ComparedText.cut(prompt.prompt(), SHOWN));
    }

    /**
     * What was taken down; to be asked for once, after the last prompt.
     *
     * @param folder where a file names all prompts that are nearly equal to others, if there are any
     */
    public JoinReport result(Path folder) {
        Map<String, JoinReport.Missing> lacking = new TreeMap<>();
        missing.forEach((model, each) -> lacking.put(model, new JoinReport.Missing(each.prompts, each.examples)));
        return new JoinReport(
                prompts,
                byAnswers,
                lacking,
                alone,
                new JoinReport.SeveralIds(severalIds, idExamples),
                Objects.requireNonNull(nearEqual, "a part has no result").write(folder));
    }
}
