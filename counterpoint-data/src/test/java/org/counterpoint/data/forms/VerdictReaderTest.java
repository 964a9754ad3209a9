package org.counterpoint.data.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictReaderTest {
    @TempDir
    Path folder;

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void aVerdictNamesBothAnswersAndHowMuchTheSecondIsPreferred() throws IOException {
        List<Verdict> verdicts = read(row("1.25", ",\"dataset\":\"koala\""));
        assertThat(verdicts).hasSize(1);
        Verdict verdict = verdicts.get(0);
        assertThat(verdict.prompt()).isEqualTo(Conversations.user("q"));
        assertThat(verdict.first()).isEqualTo(new Verdict.Side("base", "x"));
        assertThat(verdict.second()).isEqualTo(new Verdict.Side("new", "y"));
        assertThat(verdict.secondWins()).isEqualTo(0.25);
        assertThat(verdict.category()).isEqualTo("koala");
        assertThat(verdict.origin().line()).isEqualTo(1);
    }

    @Test
    void anOldFilesZeroIsATie() throws IOException {
        assertThat(read(row("0", ""))).extracting(Verdict::secondWins).containsExactly(0.5);
    }

    @Test
    void whatIsNoVerdictIsInTheLedger() throws IOException {
        assertThat(read(
                        row("null", ""),
                        row("2.5", ""),
                        row("-1", ""),
                        row("\"2\"", ""),
                        row("NaN", ""),
                        "{\"instruction\":\"q\",\"preference\":1}",
                        row("2", "")))
                .hasSize(1);
        assertThat(ledger.entries())
                .extracting(entry -> entry.origin().line() + " " + entry.reason())
                .containsExactly(
                        "1 no_verdict",
                        "2 no_verdict",
                        "3 no_verdict",
                        "4 wrong_type",
                        "5 no_verdict",
                        "6 missing_field");
    }

    @Test
    void aFileOfAnswersIsNone() {
        assertThatThrownBy(() -> read("{\"instruction\":\"q\",\"output\":\"x\",\"generator\":\"a\"}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none of its rows (1) can be used")
                .hasMessageContaining("output_1, generator_1, output_2, generator_2, preference");
    }

    private List<Verdict> read(String... rows) throws IOException {
        Path file = folder.resolve("annotations.jsonl");
        Files.writeString(file, String.join("\n", rows));
        List<Verdict> verdicts = new ArrayList<>();
        try (VerdictReader reader = new VerdictReader(file, ledger, Progress.NONE)) {
            for (Verdict verdict = reader.next(); verdict != null; verdict = reader.next()) {
                verdicts.add(verdict);
            }
        }
        return verdicts;
    }

    private static String row(String preference, String more) {
        return "{\"instruction\":\"q\",\"output_1\":\"x\",\"generator_1\":\"base\",\"output_2\":\"y\","
                + "\"generator_2\":\"new\",\"preference\":" + preference + more + "}";
    }
}
