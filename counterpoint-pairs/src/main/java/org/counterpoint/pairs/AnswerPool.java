package org.counterpoint.pairs;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.data.Answer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Texts;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.AnswerReader;
import org.counterpoint.data.spill.AnswerCodec;
import org.counterpoint.data.spill.Gathering;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.spill.Spool;

/** All answers of all files, read once, and what can be known only after the last: the models, and how to join. */
final class AnswerPool implements Closeable {
    /** More models than any order names; a file with a name a row must not fill the memory. */
    private static final int MOST_MODELS = 1000;

    private final Spool<Answer> answers;
    private final Set<String> models = new TreeSet<>();
    private boolean everyFileHasIds = true;
    private long rowsRead;
    private long refusals;
    private long cutOff;

    AnswerPool(Scratch scratch) {
        this.answers = new Spool<>(new AnswerCodec(), scratch);
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
            try (AnswerReader reader = new AnswerReader(file, ledger, shifted)) {
                for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                    add(answer);
                }
                rowsRead += reader.rowsRead();
            }
            before += size(file.path());
        }
        answers.finish();
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private void add(Answer answer) {
        if (models.size() < MOST_MODELS) {
            models.add(answer.model());
        }
        everyFileHasIds &= answer.id() != null;
        refusals += Texts.isRefusal(answer.text()) ? 1 : 0;
        cutOff += "length".equals(answer.finish()) ? 1 : 0;
        answers.add(answer);
    }

    /** Whether every answer has an id, so that ids join them; else prompts do. */
    boolean joinedById() {
        return everyFileHasIds;
    }

    /** The answers by prompt, prompts in order of their first appearance. */
    Iterator<Gathering.Member<Answer>> joined(Scratch scratch) {
        Gathering<Answer> gathering = new Gathering<>(new AnswerCodec(), scratch);
        try (Spool.Cursor<Answer> cursor = answers.open()) {
            while (cursor.hasNext()) {
                Answer answer = cursor.next();
                gathering.add(key(answer), answer);
            }
        }
        return gathering.inOrder();
    }

    private String key(Answer answer) {
        String id = answer.id();
        return everyFileHasIds && id != null ? id : PromptIds.sha256(answer.prompt());
    }

    Set<String> models() {
        return models;
    }

    long rowsRead() {
        return rowsRead;
    }

    long refusals() {
        return refusals;
    }

    long cutOff() {
        return cutOff;
    }

    @Override
    public void close() {
        answers.close();
    }
}
