package org.counterpoint.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.stats.Estimate;

/** The standings as a table: for a terminal, for a page, and for a script. */
final class DemoTable {
    static final List<String> COLUMNS =
            List.of("arm", "win rate against middle", "win rate against SFT", "mean grade", "grade, unseen family");

    private DemoTable() {}

    static List<List<String>> cells(List<Standing> standings) {
        return standings.stream()
                .map(s -> List.of(
                        s.arm(),
                        s.arm().equals(Standing.MIDDLE) ? "" : percent(s.againstMiddle()),
                        s.arm().equals(Standing.SFT) ? "" : percent(s.againstSft()),
                        percent(s.score()),
                        percent(s.unseen())))
                .toList();
    }

    static List<String> lines(List<Standing> standings) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS);
        rows.addAll(cells(standings));
        return rows.stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "%-20s%25s%25s%25s%25s",
                        row.get(0),
                        row.get(1),
                        row.get(2),
                        row.get(3),
                        row.get(4)))
                .toList();
    }

    /** How the intervals were made. */
    static String method(List<Standing> standings) {
        Standing last =
                standings.stream().filter(Standing::contender).findFirst().orElse(standings.get(0));
        return "In percent, with 95 % intervals ("
                + last.againstSft().interval().method() + "); "
                + last.score().n() + " instructions that no model was trained on, paired by instruction; "
                + last.unseen().n() + " of the unseen family; " + last.seeds()
                + (last.seeds() == 1 ? " seed" : " seeds") + " an arm.";
    }

    static Map<String, Object> map(List<Standing> standings) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Standing s : standings) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("seeds", s.seeds());
            row.put("score", s.score());
            row.put("win_rate_against_middle", s.againstMiddle());
            row.put("win_rate_against_sft", s.againstSft());
            row.put("score_unseen_family", s.unseen());
            map.put(s.arm(), row);
        }
        return map;
    }

    private static String percent(Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f to %.1f)",
                100 * estimate.value(),
                100 * estimate.interval().low(),
                100 * estimate.interval().high());
    }
}
