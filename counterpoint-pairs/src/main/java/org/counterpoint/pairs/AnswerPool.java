package org.counterpoint.pairs;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.data.Answer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Key;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Refusals;
import org.counterpoint.data.Thoughts;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.AnswerReader;
import org.counterpoint.data.forms.AnswerStore;
import org.counterpoint.data.forms.PlacedAnswer;
import org.counterpoint.data.spill.KeyConflicts;
import org.counterpoint.data.spill.KeyIndex;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.work.OrderedWork;
import org.jspecify.annotations.Nullable;

/** All answers of all files, read once, and what can be known only after the last: the models, and how to join. */
final class AnswerPool implements Closeable {
    private static final int BATCH = 256;

    private final AnswerStore answers;
    private final Refusals refusing;
    private final KeyIndex byPrompt;
    private final KeyConflicts ids;
    private Map<Long, Long> conflicts = Map.of();
    private final Thoughts thoughts;
    private final Set<String> models = new TreeSet<>();
    private long rowsRead;
    private long refusals;
    private long cutOff;

    AnswerPool(Scratch scratch, Refusals refusing, Thoughts thoughts) {
        this.refusing = refusing;
        this.thoughts = thoughts;
        this.answers = new AnswerStore(scratch);
        this.byPrompt = new KeyIndex(scratch);
        this.ids = new KeyConflicts(scratch);
    }

    /**
     * Reads the files; to be called once.
     *
     * @throws InputException where a file as a whole cannot be used
     */
    void read(List<AnswerFile> files, Ledger ledger, Progress progress) {
        long total = files.stream().mapToLong(file -> size(file.path())).sum();
        long before = 0;
        for (AnswerFile file : files) {
            long offset = before;
            Progress shifted = (done, ofFile, unit) -> progress.update(offset + done, total, unit);
            try (AnswerReader reader = AnswerReader.toPair(file, ledger, shifted)) {
                OrderedWork.run(
                        new Answers(reader), BATCH, Looked::weight, this::look, batch -> batch.forEach(this::add));
                rowsRead += reader.rowsRead();
            }
            before += size(file.path());
        }
        answers.finish();
        conflicts = ids.positions();
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** An answer with what any thread can find out of it. */
    private record Looked(PlacedAnswer placed, Key prompt, boolean refuses) {
        static long weight(PlacedAnswer placed) {
            return placed.answer().text().length();
        }
    }

    private List<Looked> look(List<PlacedAnswer> batch) {
        List<Looked> looked = new ArrayList<>(batch.size());
        for (PlacedAnswer placed : batch) {
            Answer answer = placed.answer();
            looked.add(new Looked(
                    placed,
                    PromptIds.key(answer.prompt()),
                    refusing.matches(thoughts.part(answer.text()).answer())));
        }
        return looked;
    }

    private void add(Looked looked) {
        Answer answer = looked.placed.answer();
        if (models.size() < ReadAnswers.MOST_MODELS) {
            models.add(answer.model());
        }
        long position = answers.add(looked.placed);
        byPrompt.add(looked.prompt, position);
        String id = answer.id();
        if (id != null) {
            ids.add(Key.of(id), looked.prompt, position);
        }
        refusals += looked.refuses ? 1 : 0;
        cutOff += "length".equals(answer.finish()) ? 1 : 0;
    }

    /** What a reader still gives. */
    private static final class Answers implements Iterator<PlacedAnswer> {
        private final AnswerReader reader;
        private @Nullable PlacedAnswer next;

        Answers(AnswerReader reader) {
            this.reader = reader;
            this.next = reader.nextPlaced();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public PlacedAnswer next() {
            PlacedAnswer given = next;
            if (given == null) {
                throw new NoSuchElementException();
            }
            next = reader.nextPlaced();
            return given;
        }
    }

    /**
     * The answers to one prompt, not yet decoded.
     *
     * @param firsts for each answer whose id stood with another prompt before the answer that had it there; else null
     */
    record Together(List<AnswerStore.Kept> answers, List<AnswerStore.@Nullable Kept> firsts) {}

    /** The prompts in order of their first appearance. */
    Iterator<Together> joined() {
        Iterator<KeyIndex.Entry> entries = byPrompt.inOrder();
        return new Iterator<>() {
            private KeyIndex.@Nullable Entry pending = entries.hasNext() ? entries.next() : null;

            @Override
            public boolean hasNext() {
                return pending != null;
            }

            @Override
            public Together next() {
                KeyIndex.Entry first = pending;
                if (first == null) {
                    throw new NoSuchElementException();
                }
                Together together = new Together(new ArrayList<>(), new ArrayList<>());
                while (pending != null && pending.first() == first.first()) {
                    Long other = conflicts.get(pending.position());
                    together.answers.add(answers.get(pending.position()));
                    together.firsts.add(other == null ? null : answers.get(other));
                    pending = entries.hasNext() ? entries.next() : null;
                }
                return together;
            }
        };
    }

    /** The answers of one prompt; safe to call from several threads, as is {@link #firsts}. */
    List<Answer> decode(Together together) {
        return answers.decode(together.answers);
    }

    /** For each answer whose id stood with another prompt before, where that was; else null. */
    List<@Nullable Origin> firsts(Together together) {
        List<@Nullable Origin> origins = new ArrayList<>(together.firsts.size());
        for (AnswerStore.Kept first : together.firsts) {
            origins.add(
                    first == null ? null : answers.decode(List.of(first)).get(0).origin());
        }
        return origins;
    }

    ReadAnswers read() {
        return new ReadAnswers(models, rowsRead, refusals, cutOff);
    }

    @Override
    public void close() {
        answers.close();
    }
}
