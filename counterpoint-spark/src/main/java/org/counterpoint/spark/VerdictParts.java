package org.counterpoint.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Verdict;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.data.forms.VerdictReader;
import org.counterpoint.pairs.core.verdict.JudgedAnswers;

/** The verdicts of a part of a file of annotations. Lines are numbered within the part. */
record VerdictParts<T>(Opening<T> opening) implements Serializable {
    /** A row, as what became of it. */
    sealed interface Item extends Serializable {}

    /** A row with a verdict. */
    record Judged(JudgedAnswers verdict) implements Item {}

    /** One without. */
    record Refused(LedgerEntry entry) implements Item {}

    /**
     * What a part holds.
     *
     * @param lines line ends in it
     * @param items in the order of the rows
     */
    record Part(long lines, RowAccount rows, List<Item> items) implements Serializable {}

    Iterator<Part> read(int part, Iterator<T> content) {
        List<Item> items = new ArrayList<>();
        try (OpenPart open = opening.open(content, 1);
                VerdictReader reader = VerdictReader.ofPart(open.rows(), entry -> items.add(new Refused(entry)))) {
            for (Verdict verdict = reader.next(); verdict != null; verdict = reader.next()) {
                items.add(new Judged(JudgedAnswers.of(verdict)));
            }
            return Collections.singleton(new Part(open.lines().getAsLong(), reader.account(), items))
                    .iterator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
