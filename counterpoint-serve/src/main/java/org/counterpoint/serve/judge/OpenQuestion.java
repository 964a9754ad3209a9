package org.counterpoint.serve.judge;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.counterpoint.answer.judge.Person;
import org.counterpoint.answer.judge.ShownPair;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.Respondent;
import org.counterpoint.serve.page.Route;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What waits for a person: a pair, or the word that all verdicts hold. Between the asking thread and those of the page. */
final class OpenQuestion {

    /**
     * What the person said.
     *
     * @param comment empty where there is none
     */
    record Press(String key, String comment) {}

    /** @param pair null where all are answered */
    private record Waiting(@Nullable ShownPair pair, Respondent.Standing standing) {}

    private @Nullable Waiting waiting;
    private @Nullable Press press;
    private boolean left;
    /** Each question has a number of its own, so that a key pressed twice does not answer the next one. */
    private long revision;

    /** Puts a pair, or the question whether all holds, and waits for a key. */
    synchronized Press ask(@Nullable ShownPair pair, Respondent.Standing standing) throws InterruptedException {
        waiting = left ? null : new Waiting(pair, standing);
        press = left ? new Press(Person.LEAVE, "") : null;
        changed();
        Press given = press;
        while (given == null) {
            wait();
            given = press;
        }
        press = null;
        return given;
    }

    private void changed() {
        revision++;
        notifyAll();
    }

    /** False where another question waits by now, or the key is no answer to this one. */
    synchronized boolean answer(long number, Press given) {
        if (waiting == null || press != null || number != revision || !fits(given.key(), waiting)) {
            return false;
        }
        left = given.key().equals(Person.LEAVE);
        press = given;
        waiting = null;
        changed();
        return true;
    }

    private static boolean fits(String key, Waiting question) {
        boolean always = key.equals(Person.BACK) || key.equals(Person.LEAVE);
        return always || (question.pair() == null ? key.equals(Person.FINISH) : Person.KEYS.contains(key));
    }

    /** What a page shows. */
    synchronized Optional<Route.News> next(long seen, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (revision <= seen) {
            long time = end - System.nanoTime();
            if (time <= 0) {
                return Optional.empty();
            }
            TimeUnit.NANOSECONDS.timedWait(this, time);
        }
        return Optional.of(new Route.News(revision, state()));
    }

    private ObjectNode state() {
        ObjectNode state = JsonMapper.shared().createObjectNode().put("left", left);
        Waiting now = waiting;
        if (now != null) {
            state.put("number", revision)
                    .put("place", now.standing().place())
                    .put("of", now.standing().of());
            ShownPair pair = now.pair();
            if (pair != null) {
                state.put("instruction", pair.instruction())
                        .put("first", pair.first())
                        .put("second", pair.second());
            }
            ChatReply before = now.standing().before();
            if (before != null) {
                state.put("key", before.text()).put("comment", before.thought() == null ? "" : before.thought());
            }
        }
        return state;
    }
}
