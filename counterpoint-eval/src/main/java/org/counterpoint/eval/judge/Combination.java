package org.counterpoint.eval.judge;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.eval.judge.Judged.Status;
import org.counterpoint.eval.judge.parse.VerdictReading;

/** The verdict on a comparison from what was read in each view of it. */
final class Combination {
    private Combination() {}

    /** @param askings in order, so that the last of a view is the one that counts */
    static Judged of(AnswerPair comparison, List<View> views, List<Asking> askings) {
        Map<View, Asking> last = new EnumMap<>(View.class);
        askings.forEach(asking -> last.put(asking.view(), asking));
        for (View view : views) {
            Asking asking = last.get(view);
            if (asking == null) {
                return new Judged(comparison, Status.NOT_ASKED, null, askings);
            }
        }
        if (last.values().stream().anyMatch(asking -> asking.reply() == null)) {
            return new Judged(comparison, Status.FAILED, null, askings);
        }
        if (last.values().stream().anyMatch(asking -> asking.reading() instanceof VerdictReading.Unreadable)) {
            return new Judged(comparison, Status.UNPARSABLE, null, askings);
        }
        return new Judged(comparison, Status.DECIDED, preference(last), askings);
    }

    private static double preference(Map<View, Asking> last) {
        Asking baseline = last.get(View.BASELINE_ONLY);
        Asking candidate = last.get(View.CANDIDATE_ONLY);
        if (baseline != null && candidate != null) {
            return 1.5 + 0.5 * Double.compare(rating(candidate), rating(baseline));
        }
        return last.values().stream()
                .mapToDouble(asking -> asking.view().preference(shown(asking)))
                .average()
                .orElseThrow();
    }

    private static double rating(Asking asking) {
        if (asking.reading() instanceof VerdictReading.Rating rating) {
            return rating.value();
        }
        throw new IllegalStateException("a judge of single answers gave " + asking.reading());
    }

    private static double shown(Asking asking) {
        if (asking.reading() instanceof VerdictReading.Preference preference) {
            return preference.value();
        }
        throw new IllegalStateException("a judge of pairs gave " + asking.reading());
    }
}
