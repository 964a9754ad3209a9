package org.counterpoint.pairs.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.core.step.CountingSink;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.Stage;
import org.counterpoint.pairs.core.step.Survey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagesTest {
    private static final int GROUPS = 1_000;

    @TempDir
    Path folder;

    @Test
    void groupsAndEntriesKeepTheirOrderThroughStepsAndSurveys() {
        MemoryLedger ledger = new MemoryLedger();
        CountingSink sink = new CountingSink(ledger);
        List<String> left = new ArrayList<>();
        try (Scratch scratch = Scratch.in(folder)) {
            new Stages(scratch, sink)
                    .run(
                            IntStream.range(0, GROUPS).iterator(),
                            (i, out) -> group(i),
                            List.of(
                                    new Stage.Each(without(3)),
                                    new Stage.AfterAll(Halving::new),
                                    new Stage.Each(without(5))),
                            (group, part) -> group.id() + "!",
                            (group, finished) -> left.add(finished));
        }
        List<Integer> notThrees =
                IntStream.range(0, GROUPS).filter(i -> i % 3 != 0).boxed().toList();
        List<Integer> kept = notThrees.subList(0, notThrees.size() / 2);
        assertThat(left)
                .isEqualTo(
                        kept.stream().filter(i -> i % 5 != 0).map(i -> i + "!").toList());
        List<String> expected = new ArrayList<>();
        IntStream.range(0, GROUPS).filter(i -> i % 3 == 0).forEach(i -> expected.add(i + " 3"));
        notThrees.forEach(i -> {
            if (!kept.contains(i)) {
                expected.add(i + " half");
            } else if (i % 5 == 0) {
                expected.add(i + " 5");
            }
        });
        assertThat(ledger.entries()).extracting(e -> e.id() + " " + e.reason()).isEqualTo(expected);
        assertThat(sink.noticed()).containsEntry("asked 3", (long) GROUPS).containsEntry("asked 5", (long) kept.size());
        assertThat(folder).isEmptyDirectory();
    }

    /** Sets aside the second half of what it sees. */
    private static final class Halving implements Survey<Halving> {
        private int seen;
        private String middle = "";
        private final List<String> ids = new ArrayList<>();

        @Override
        public Halving part() {
            return new Halving();
        }

        @Override
        public void merge(Halving later) {
            ids.addAll(later.ids);
            seen += later.seen;
        }

        @Override
        public void see(ResponseGroup group) {
            ids.add(group.id());
            seen++;
        }

        @Override
        public GroupStep conclude() {
            middle = ids.get(seen / 2);
            return (group, sink) -> {
                if (Integer.parseInt(group.id()) < Integer.parseInt(middle)) {
                    return group;
                }
                sink.add(entry(group, "half"));
                return null;
            };
        }
    }

    private static GroupStep without(int divisor) {
        return (group, sink) -> {
            sink.notice("asked " + divisor);
            if (Integer.parseInt(group.id()) % divisor != 0) {
                return group;
            }
            sink.add(entry(group, Integer.toString(divisor)));
            return null;
        };
    }

    private static LedgerEntry entry(ResponseGroup group, String reason) {
        return new LedgerEntry(LedgerEntry.Kind.ANSWER, group.origin(), group.id(), reason, "");
    }

    private static ResponseGroup group(int i) {
        Origin origin = new Origin("f", i);
        return new ResponseGroup(
                Integer.toString(i),
                new Prompt.Plain("q" + i),
                List.of(new Response("m", "t", 0, "stop", 1.5, origin)),
                List.of(),
                origin);
    }
}
