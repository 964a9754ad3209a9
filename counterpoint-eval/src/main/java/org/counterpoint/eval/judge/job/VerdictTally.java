package org.counterpoint.eval.judge.job;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.data.Texts;
import org.counterpoint.eval.judge.Asking;
import org.counterpoint.eval.judge.Judged;
import org.counterpoint.eval.judge.Judged.Status;
import org.counterpoint.eval.judge.parse.VerdictReading;

/** Counts verdicts as they come. */
final class VerdictTally {
    private final Map<Status, Long> byStatus = new EnumMap<>(Status.class);
    private final Map<String, Long> reportedModels = new TreeMap<>();
    private final PositionTally positions = new PositionTally();
    private long candidateWins;
    private long baselineWins;
    private long ties;
    private long askings;
    private long askedAgain;
    private long emptyCandidate;
    private long emptyBaseline;
    private String firstFault = "";

    void add(Judged judged) {
        byStatus.merge(judged.status(), 1L, Long::sum);
        Double preference = judged.preference();
        if (preference != null) {
            candidateWins += preference > 1.5 ? 1 : 0;
            baselineWins += preference < 1.5 ? 1 : 0;
            ties += preference == 1.5 ? 1 : 0;
        }
        emptyCandidate += Texts.isEmpty(judged.comparison().candidate()) ? 1 : 0;
        emptyBaseline += Texts.isEmpty(judged.comparison().baseline()) ? 1 : 0;
        if (firstFault.isEmpty() && judged.status() == Status.UNPARSABLE) {
            firstFault = why(judged);
        }
        for (Asking asking : judged.askings()) {
            ChatReply reply = asking.reply();
            if (reply != null) {
                askings++;
                askedAgain += asking.attempt() > 0 ? 1 : 0;
                reportedModels.merge(reply.model() == null ? "(not said)" : reply.model(), 1L, Long::sum);
            }
        }
        if (judged.status() == Status.DECIDED) {
            positions.add(judged);
        }
    }

    /** Why there is no verdict, by the last answer of the judge that could not be read; empty where all could. */
    static String why(Judged judged) {
        String why = "";
        for (Asking asking : judged.askings()) {
            if (asking.reading() instanceof VerdictReading.Unreadable unreadable) {
                why = unreadable.why();
            }
        }
        return why;
    }

    /** Why the first answer that could not be read was none; empty where all could. */
    String firstFault() {
        return firstFault;
    }

    long count(Status status) {
        return byStatus.getOrDefault(status, 0L);
    }

    long candidateWins() {
        return candidateWins;
    }

    long baselineWins() {
        return baselineWins;
    }

    long ties() {
        return ties;
    }

    /** Answers of the judge, those that could not be read included. */
    long askings() {
        return askings;
    }

    long askedAgain() {
        return askedAgain;
    }

    long emptyCandidate() {
        return emptyCandidate;
    }

    long emptyBaseline() {
        return emptyBaseline;
    }

    /** Answers by the name under which the server gave them. */
    Map<String, Long> reportedModels() {
        return reportedModels;
    }

    PositionTally positions() {
        return positions;
    }
}
