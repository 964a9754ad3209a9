package org.counterpoint.data.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Message;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Role;
import org.counterpoint.data.forms.TrainingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFormsTest {
    private static final Origin HERE = new Origin("answers.jsonl", 3);
    private static final String ODD = " a\u2028\u0000\u001f\"\\\r\n😀\u00a0";

    @TempDir
    Path folder;

    @Test
    void aGroupAndItsPairAreWrittenAsPromised() {
        ResponseGroup group = group(new Prompt.Chat(List.of(new Message(Role.USER, "q"))), "x");
        assertThat(JsonForms.group(group).toString())
                .isEqualTo("{\"id\":\"g\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"responses\":["
                        + "{\"model\":\"a\",\"text\":\"x\"},{\"model\":\"c\",\"text\":\"y\",\"rank\":2,"
                        + "\"finish\":\"length\"}],\"pairs\":[{\"chosen\":0,\"rejected\":1,\"type\":\"a>c\","
                        + "\"scores\":{\"s\":0.5}}]}");
        assertThat(JsonForms.pair(group, group.pairs().get(0)).toString())
                .isEqualTo("{\"id\":\"g\",\"prompt\":[{\"role\":\"user\",\"content\":\"q\"}],"
                        + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"x\"}],"
                        + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"y\"}],\"chosen_model\":\"a\","
                        + "\"rejected_model\":\"c\",\"type\":\"a>c\",\"scores\":{\"s\":0.5}}");
    }

    @Test
    void aLedgerLineHasSixFields() {
        LedgerEntry entry = new LedgerEntry(LedgerEntry.Kind.ROW, HERE, null, "bad_json", "why");
        assertThat(JsonForms.ledgerEntry(entry).toString())
                .isEqualTo("{\"kind\":\"row\",\"file\":\"answers.jsonl\",\"line\":3,\"id\":null,"
                        + "\"reason\":\"bad_json\",\"detail\":\"why\"}");
    }

    @Test
    void whatIsWrittenIsReadBackToTheLetter() throws IOException {
        for (Prompt prompt : List.of(
                new Prompt.Plain(ODD),
                new Prompt.Chat(List.of(new Message(Role.SYSTEM, ODD), new Message(Role.USER, ODD))))) {
            ResponseGroup group = group(prompt, ODD);
            Path groups = folder.resolve("groups.jsonl");
            Path pairs = folder.resolve("pairs.jsonl");
            try (JsonLines groupLines = new JsonLines(groups);
                    JsonLines pairLines = new JsonLines(pairs)) {
                groupLines.write(JsonForms.group(group));
                pairLines.write(JsonForms.pair(group, group.pairs().get(0)));
            }
            ResponseGroup asGroup = read(groups);
            assertThat(JsonForms.group(asGroup)).isEqualTo(JsonForms.group(group));
            assertThat(asGroup.prompt()).isEqualTo(prompt);
            ResponseGroup asPair = read(pairs);
            assertThat(asPair.id()).isEqualTo("g");
            assertThat(asPair.prompt()).isEqualTo(prompt);
            assertThat(asPair.pairs()).isEqualTo(group.pairs());
            assertThat(asPair.responses()).extracting(Response::text).containsExactly(ODD, "y");
        }
    }

    private static ResponseGroup group(Prompt prompt, String text) {
        return new ResponseGroup(
                "g",
                prompt,
                List.of(new Response("a", text, 0, null, HERE), new Response("c", "y", 2, "length", HERE)),
                List.of(new Pair(0, 1, "a>c", Map.of("s", 0.5))),
                HERE);
    }

    private static ResponseGroup read(Path file) throws IOException {
        assertThat(Files.size(file)).isPositive();
        MemoryLedger ledger = new MemoryLedger();
        try (Stream<ResponseGroup> groups =
                TrainingData.stream(file, TrainingData.Use.PREFERENCES, ledger, Progress.NONE)) {
            List<ResponseGroup> all = groups.toList();
            assertThat(ledger.entries()).isEmpty();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
