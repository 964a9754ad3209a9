package org.counterpoint.report.winrate;

import java.util.Locale;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Interval;

/** Numbers and names as a person reads them. Rates are given in [0, 1] and shown in percent. */
final class Words {
    private Words() {}

    static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    /** With its sign, in percentage points. */
    static String points(double difference) {
        return Double.isNaN(difference) ? "-" : String.format(Locale.ROOT, "%+.2f", 100 * difference);
    }

    /** In percent, to one decimal. */
    static String interval(Interval interval) {
        return String.format(Locale.ROOT, "[%.1f, %.1f]", 100 * interval.low(), 100 * interval.high());
    }

    /** With signs, in percentage points. */
    static String signed(Interval interval) {
        return String.format(Locale.ROOT, "[%+.1f, %+.1f]", 100 * interval.low(), 100 * interval.high());
    }

    static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    static String p(double p) {
        return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }

    static String level(double level) {
        return String.format(Locale.ROOT, "%.4g", 100 * level).replaceFirst("\\.?0+$", "") + " %";
    }

    /** Without what would move a terminal's cursor or break a line. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** At most so many characters, the middle left out. */
    static String shortened(String text, int most) {
        String clean = printable(text);
        if (clean.codePointCount(0, clean.length()) <= most) {
            return clean;
        }
        int head = clean.offsetByCodePoints(0, most / 2);
        int tail = clean.offsetByCodePoints(clean.length(), -(most - most / 2 - 1));
        return clean.substring(0, head) + "~" + clean.substring(tail);
    }

    static String kappa(Estimate kappa) {
        return "kappa " + number(kappa.value()) + " ["
                + number(kappa.interval().low()) + ", "
                + number(kappa.interval().high()) + "] (Cohen, "
                + kappa.interval().method() + ")";
    }
}
