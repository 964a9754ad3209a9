package org.counterpoint.chat.ask;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;
import org.counterpoint.data.InputException;
import org.counterpoint.store.JournalFile;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What was asked so far and what came of it, hidden beside the output it is for. An answer is on the disk before it
 * counts, and stays an answer for all later processes. A failure holds until a process ends in good order; the next one
 * asks again. Memory holds a hash and a place a question; the answers stay on disk. Safe for several threads.
 */
public final class AnswerJournal implements AutoCloseable {

    private final JournalFile file;
    private final Map<String, Long> places;
    private ChatReply.Usage spent;

    private AnswerJournal(JournalFile file, Index index) {
        this.file = file;
        this.places = index.places;
        this.spent = index.spent;
    }

    /**
     * Opens the journal of this very work, or begins one. {@code overwrite} begins anew, unless a process that
     * overwrites was killed at this very work: then it goes on.
     *
     * @param out what is being made; the journal stands hidden beside it
     * @param identity the settings on which answers depend: with others, earlier answers are not to be used
     * @throws InputException if another process is at it, or it belongs to other work and {@code
     *     overwrite} is not set
     */
    public static AnswerJournal open(Path out, Provenance identity, boolean overwrite) {
        Index index = new Index();
        try {
            JournalFile file = JournalFile.open(out, identity, overwrite, index::take);
            if (overwrite && index.ended) {
                file.clear();
                index = new Index();
            }
            return new AnswerJournal(file, index);
        } catch (JournalFile.Refused e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    /** Whether work on this output was begun and not all of it answered. */
    public static boolean isThere(Path out) {
        return JournalFile.isThere(out);
    }

    synchronized boolean has(String hash) {
        return places.containsKey(hash);
    }

    /** What came of a question; null where it was not asked, or not to its end. */
    @Nullable
    Outcome find(String hash, ChatRequest request) {
        Long place;
        synchronized (this) {
            place = places.get(hash);
        }
        return place == null ? null : JournalLines.outcome(request, file.read(place));
    }

    /** On the disk when this returns. */
    void answered(String hash, ChatReply reply, ChatReply.Usage paid) {
        add(hash, file.append(List.of(JournalLines.answered(hash, reply, paid))), paid);
    }

    /** On the disk when this returns. */
    void failed(String hash, String reason, String detail, ChatReply.Usage paid) {
        add(hash, file.append(List.of(JournalLines.failed(hash, reason, detail, paid))), paid);
    }

    private synchronized void add(String hash, long place, ChatReply.Usage paid) {
        places.put(hash, place);
        spent = Usages.plus(spent, paid);
    }

    /** What was paid for, by all processes so far, in tokens. */
    public synchronized ChatReply.Usage spent() {
        return spent;
    }

    /** Takes down that asking ended in good order, though not everything was answered. */
    public void end() {
        file.append(List.of(JournalLines.end()));
    }

    /** Removes it: everything was answered, and the answers stand elsewhere. */
    public void remove() {
        file.remove();
    }

    @Override
    public void close() {
        file.close();
    }

    /** What an earlier process left. */
    private static final class Index {
        private final Map<String, Long> places = new HashMap<>();
        private final Set<String> failures = new HashSet<>();
        private ChatReply.Usage spent = Usages.NOTHING;
        private boolean ended;

        void take(long place, JsonNode line) {
            ended = JournalLines.isEnd(line);
            if (ended) {
                places.keySet().removeAll(failures);
                failures.clear();
                return;
            }
            String hash = JournalLines.hash(line);
            places.put(hash, place);
            if (JournalLines.isFailure(line)) {
                failures.add(hash);
            }
            spent = Usages.plus(spent, JournalLines.paid(line));
        }
    }
}
