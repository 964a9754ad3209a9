package org.counterpoint.pairs.join;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.core.step.Summary;
import org.counterpoint.pairs.core.step.SummaryKey;
import org.counterpoint.pairs.core.text.ComparedText;
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
    private final transient @Nullable NearEqual nearEqual;
    /** What a part keeps for it. */
    private final PlainPrompts plain = new PlainPrompts();

    private final Map<Integer, Long> byAnswers = new TreeMap<>();
    private final Map<String, Lacking> missing = new TreeMap<>();
    private final Map<String, Long> alone = new TreeMap<>();
    private final List<JoinReport.OtherId> idExamples = new ArrayList<>();
    /** The first two that answered. */
    private final Set<String> models = new TreeSet<>();

    private long severalIds;
    private long prompts;

    /** The whole, into which parts are merged. */
    public Joining(Scratch scratch) {
        this.expected = List.of();
        this.nearEqual = new NearEqual(scratch);
    }

    private Joining(List<String> expected) {
        this.expected = expected;
        this.nearEqual = null;
    }

    /**
     * Makes empty parts.
     *
     * @param expected the models that should have answered every prompt; none where rows have models of their own
     */
    public static SummaryKey.Zero<Joining> parts(Collection<String> expected) {
        List<String> most = expected.stream().sorted().limit(MOST_MODELS).toList();
        return () -> new Joining(most);
    }

    @Override
    public void merge(Joining later) {
        prompts += later.prompts;
        later.models.forEach(this::addModel);
        later.byAnswers.forEach((models, count) -> byAnswers.merge(models, count, Long::sum));
        later.missing.forEach((model, lacking) ->
                missing.computeIfAbsent(model, name -> new Lacking()).merge(lacking));
        later.alone.forEach((file, count) -> alone.merge(file, count, Long::sum));
        severalIds += later.severalIds;
        firstOf(later.idExamples, idExamples);
        later.plain.each(Objects.requireNonNull(nearEqual, "a part takes no other in")::add);
    }

    private void addModel(String model) {
        if (models.size() < 2) {
            models.add(model);
        }
    }

    private static <T> void firstOf(List<T> later, List<T> examples) {
        examples.addAll(later.subList(0, Math.min(later.size(), EXAMPLES - examples.size())));
    }

    private static final class Lacking implements Serializable {
        private final List<JoinReport.Example> examples = new ArrayList<>();
        private long prompts;

        void merge(Lacking later) {
            prompts += later.prompts;
            firstOf(later.examples, examples);
        }
    }

    /** Takes down a prompt of a part. */
    public void add(JoinedPrompt prompt) {
        prompts++;
        byAnswers.merge(prompt.models().size(), 1L, Long::sum);
        prompt.models().forEach(this::addModel);
        for (String model : expected) {
            if (!prompt.models().contains(model)) {
                Lacking lacking = missing.computeIfAbsent(model, name -> new Lacking());
                lacking.prompts++;
                if (lacking.examples.size() < EXAMPLES) {
                    lacking.examples.add(example(prompt));
                }
            }
        }
        if (prompt.alone()) {
            prompt.files().forEach(file -> alone.merge(file, 1L, Long::sum));
        }
        JoinReport.OtherId other = prompt.otherId();
        if (other != null) {
            severalIds++;
            if (idExamples.size() < EXAMPLES) {
                idExamples.add(other);
            }
        }
        plain.add(prompt);
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
                models.size() > 1,
                byAnswers,
                lacking,
                alone,
                new JoinReport.SeveralIds(severalIds, idExamples),
                Objects.requireNonNull(nearEqual, "a part has no result").write(folder));
    }
}
