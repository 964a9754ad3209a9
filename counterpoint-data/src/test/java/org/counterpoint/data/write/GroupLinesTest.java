package org.counterpoint.data.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.data.JsonBytes;
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

class GroupLinesTest {
    private static final Origin HERE = new Origin("answers.jsonl", 3);
    private static final String ODD = " a\u2028\u0000\u001f\"\\\r\n😀\u00a0";

    @TempDir
    Path folder;

    @Test
    void aGroupAndItsPairAreWrittenAsPromised() {
        ResponseGroup group = group(new Prompt.Chat(List.of(new Message(Role.USER, "q"))), "x");
        assertThat(groupLine(group))
                .isEqualTo("{\"id\":\"g\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"responses\":["
                        + "{\"model\":\"a\",\"text\":\"x\"},{\"model\":\"c\",\"text\":\"y\",\"rank\":2,"
                        + "\"finish\":\"length\"}],\"pairs\":[{\"chosen\":0,\"rejected\":1,\"type\":\"a>c\","
                        + "\"scores\":{\"s\":0.5}}]}");
        assertThat(pairLine(group))
                .isEqualTo("{\"id\":\"g\",\"prompt\":[{\"role\":\"user\",\"content\":\"q\"}],"
                        + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"x\"}],"
                        + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"y\"}],\"chosen_model\":\"a\","
                        + "\"rejected_model\":\"c\",\"type\":\"a>c\",\"scores\":{\"s\":0.5}}");
    }

    @Test
    void scoresAreWrittenAsJavaWritesThem() {
        for (double score : List.of(0.0, -0.0, 1.0, -17.0, 9_999_999.0, 1e7, -1e7, 0.5, 1e-4, 2.5e300)) {
            Pair pair = new Pair(0, 1, "a>c", Map.of("s", score));
            ResponseGroup one = group(new Prompt.Plain("q"), "x");
            ResponseGroup scored = new ResponseGroup("g", one.prompt(), one.responses(), List.of(pair), HERE);
            assertThat(groupLine(scored)).contains("{\"s\":" + score + "}");
            assertThat(pairLine(scored)).contains("{\"s\":" + score + "}");
        }
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
                groupLines.write(groupLine(group));
                pairLines.write(pairLine(group));
            }
            ResponseGroup asGroup = read(groups);
            assertThat(groupLine(asGroup)).isEqualTo(groupLine(group));
            assertThat(asGroup.prompt()).isEqualTo(prompt);
            ResponseGroup asPair = read(pairs);
            assertThat(asPair.id()).isEqualTo("g");
            assertThat(asPair.prompt()).isEqualTo(prompt);
            assertThat(asPair.pairs()).isEqualTo(group.pairs());
            assertThat(asPair.responses()).extracting(Response::text).containsExactly(ODD, "y");
        }
    }

    private static String groupLine(ResponseGroup group) {
        return text(new GroupLines(group, new JsonBytes()).group(new JsonBytes()));
    }

    private static String pairLine(ResponseGroup group) {
        return text(new GroupLines(group, new JsonBytes()).pair(0, new JsonBytes()));
    }

    private static String text(JsonBytes line) {
        return new String(line.toBytes(), StandardCharsets.UTF_8);
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
