package org.counterpoint.app.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The demo's result as a table, and what it does and does not show. */
public final class DemoReport {

    /**
     * How somebody did on the held-out tasks.
     *
     * @param right by task, in the tasks' order
     */
    record Candidate(String name, List<Boolean> right) {
        Interval interval() {
            return new Interval((int) right.stream().filter(r -> r).count(), right.size());
        }
    }

    private final List<Task> tasks;
    private final List<Candidate> candidates;

    DemoReport(List<Task> tasks, List<Candidate> candidates) {
        this.tasks = tasks;
        this.candidates = candidates;
    }

    /** For a person. */
    public List<String> lines() {
        List<String> families =
                tasks.stream().map(Task::family).distinct().sorted().toList();
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-18s %-26s", "", "right (95 % interval)"));
        families.forEach(family -> head.append(String.format(Locale.ROOT, "%13s", family)));
        lines.add(head.toString());
        for (Candidate candidate : candidates) {
            StringBuilder row =
                    new StringBuilder(String.format(Locale.ROOT, "%-18s %-26s", candidate.name, candidate.interval()));
            families.forEach(
                    family -> row.append(String.format(Locale.ROOT, "%11.1f %%", 100 * share(candidate, family))));
            lines.add(row.toString());
        }
        return lines;
    }

    private double share(Candidate candidate, String family) {
        int right = 0;
        int total = 0;
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i).family().equals(family)) {
                total++;
                right += candidate.right.get(i) ? 1 : 0;
            }
        }
        return (double) right / total;
    }

    /** What the figures show and what they do not, in words. */
    public List<String> conclusions() {
        return List.of(
                compare("start", "SFT"),
                compare("SFT", "DPO"),
                "The intervals speak of other prompts of these kinds. This is one run with one seed: how much another seed"
                        + " would differ, they do not say.");
    }

    private String compare(String first, String second) {
        Candidate a = named(first);
        Candidate b = named(second);
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < tasks.size(); i++) {
            if (!a.right.get(i).equals(b.right.get(i))) {
                onlyFirst += a.right.get(i) ? 1 : 0;
                onlySecond += b.right.get(i) ? 1 : 0;
            }
        }
        SignTest test = new SignTest(onlyFirst, onlySecond);
        String counts = String.format(
                Locale.ROOT,
                "%s against %s: only %s is right on %d tasks, only %s on %d (sign test, p = %.2g): ",
                second,
                first,
                second,
                onlySecond,
                first,
                onlyFirst,
                test.probability());
        if (!test.tells()) {
            return counts + "no difference is shown; that is not the same as none";
        }
        return counts + (onlySecond > onlyFirst ? second : first) + " is better on tasks of this kind";
    }

    private Candidate named(String name) {
        return candidates.stream().filter(c -> c.name.equals(name)).findFirst().orElseThrow();
    }

    /** For a script. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            Interval interval = candidate.interval();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("right", interval.right());
            row.put("total", interval.total());
            row.put("share", interval.share());
            row.put("low", interval.low());
            row.put("high", interval.high());
            map.put(candidate.name, row);
        }
        return map;
    }
}
