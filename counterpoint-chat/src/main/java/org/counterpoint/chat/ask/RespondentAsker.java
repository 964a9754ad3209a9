package org.counterpoint.chat.ask;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.counterpoint.chat.Asker;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;
import org.counterpoint.chat.Respondent;

/**
 * Asks a person beside a journal: one question at a time, all of which memory holds. Each answer is on the disk before the
 * next question is put, and one that is given again takes the place of the earlier one. Questions that are equal but for
 * their id are asked once.
 */
public record RespondentAsker(Respondent respondent, AnswerJournal journal, Consumer<AskingSummary> progress)
        implements Asker {

    /** Outcomes are told when the person has finished or left, as until then an answer may still be changed. */
    @Override
    public AskingSummary ask(Iterator<ChatRequest> requests, Consumer<Outcome> outcomes) throws InterruptedException {
        List<ChatRequest> all = new ArrayList<>();
        Map<String, ChatRequest> byHash = new LinkedHashMap<>();
        requests.forEachRemaining(request -> {
            all.add(request);
            byHash.putIfAbsent(RequestHash.of(request), request);
        });
        Set<String> earlier = new HashSet<>(byHash.keySet());
        earlier.removeIf(hash -> !journal.has(hash));
        Stop stop = new Stop();
        try {
            askAll(List.copyOf(byHash.keySet()), byHash);
        } catch (ChatException e) {
            stop.now(String.valueOf(e.getMessage()));
        }
        AskingTally tally = new AskingTally(journal, Budget.NONE, stop, progress);
        for (ChatRequest request : all) {
            String hash = RequestHash.of(request);
            Outcome outcome = journal.find(hash, request);
            if (outcome == null) {
                tally.notAsked();
            } else {
                tally.count(outcome, earlier.contains(hash));
                outcomes.accept(outcome);
            }
        }
        return tally.summary();
    }

    private void askAll(List<String> hashes, Map<String, ChatRequest> requests)
            throws ChatException, InterruptedException {
        int at = open(hashes, 0);
        while (at < hashes.size() || !respondent.finished(hashes.size())) {
            at = Math.min(at, hashes.size() - 1);
            String hash = hashes.get(at);
            ChatRequest request = requests.get(hash);
            if (request == null) {
                throw new IllegalStateException("no question " + hash);
            }
            ChatReply before =
                    journal.find(hash, request) instanceof Outcome.Answered answered ? answered.reply() : null;
            Optional<ChatReply> reply =
                    respondent.reply(request, new Respondent.Standing(at + 1, hashes.size(), before));
            if (reply.isPresent()) {
                journal.answered(hash, reply.get(), Usages.NOTHING);
                at = open(hashes, at + 1);
            } else {
                at = Math.max(0, at - 1);
            }
        }
    }

    /** The first question from here on that has no answer. */
    private int open(List<String> hashes, int from) {
        int at = from;
        while (at < hashes.size() && journal.has(hashes.get(at))) {
            at++;
        }
        return at;
    }
}
