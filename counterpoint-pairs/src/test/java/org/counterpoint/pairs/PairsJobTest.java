package org.counterpoint.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.pairs.join.JoinReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsJobTest {
    @TempDir
    Path folder;

    @Test
    void answersJoinOnTheirPromptsToTheLetter() throws IOException {
        answers("a.jsonl", row("q", "1", "a"), row("r", "2", "a"), row("only a", "3", "a"));
        answers("b.jsonl", row("r", "4", "b"), row("q", "5", "b"), row("q ", "6", "b"));
        PairsSummary summary = run("a,b", "a.jsonl", "b.jsonl");
        assertThat(summary.findings().joining().by()).isEqualTo("prompt");
        assertThat(summary.groups()).isEqualTo(4);
        assertThat(summary.pairs()).isEqualTo(2);
        assertThat(Written.lines(folder.resolve("out/groups.jsonl")))
                .extracting(
                        group -> group.path("messages").path(0).path("content").stringValue()
                                + group.path("responses").findValuesAsString("text"))
                .containsExactly("q[1, 5]", "r[2, 4]", "only a[3]", "q [6]");
        assertThat(Written.lines(folder.resolve("out/pairs.jsonl")))
                .extracting(pair -> pair.path("chosen").path(0).path("content").stringValue()
                        + pair.path("rejected").path(0).path("content").stringValue()
                        + pair.path("type").stringValue())
                .containsExactly("15a>b", "24a>b");
    }

    @Test
    void whatDidNotJoinIsNamed() throws IOException {
        answers("a.jsonl", row("q", "1", "a"), row("r", "2", "a"), row("only a", "3", "a"));
        answers("b.jsonl", row("r", "4", "b"), row("Q  ", "6", "b"), "{\"prompt\":\"only A\",\"completion\":\"7\"}");
        JoinReport joining = run("a,b", "a.jsonl", "b=b.jsonl").findings().joining();
        assertThat(joining.prompts()).isEqualTo(5);
        assertThat(joining.byAnswers()).isEqualTo(Map.of(1, 4L, 2, 1L));
        assertThat(joining.missing().get("b").examples())
                .extracting(example -> place(example.origin()) + " " + example.prompt())
                .containsExactly("a.jsonl:1 q", "a.jsonl:3 only a");
        assertThat(joining.missing().get("a").prompts()).isEqualTo(2);
        assertThat(joining.alone().values()).containsExactly(2L, 2L);
        assertThat(joining.nearEqual().prompts()).isEqualTo(4);
        assertThat(joining.nearEqual().examples())
                .extracting(same -> same.stream().map(this::place).toList().toString())
                .containsExactly("[a.jsonl:1, b.jsonl:2]", "[a.jsonl:3, b.jsonl:3]");
        assertThat(Written.lines(folder.resolve("out/near-equal.jsonl"))
                        .toString()
                        .replace(folder + "/", ""))
                .isEqualTo("[{\"places\":[{\"file\":\"a.jsonl\",\"line\":1},{\"file\":\"b.jsonl\",\"line\":2}]},"
                        + " {\"places\":[{\"file\":\"a.jsonl\",\"line\":3},{\"file\":\"b.jsonl\",\"line\":3}]}]");
        assertThat(joining.warnings().toString().replace(folder + "/", ""))
                .isEqualTo(
                        "[2 of 5 prompts have no answer of a, such as that of b.jsonl:2., 2 of 5 prompts have no answer"
                                + " of b, such as that of a.jsonl:1., 4 prompts were not joined with others that differ from them in"
                                + " spaces, case, Unicode form or roles only, such as those of a.jsonl:1 and b.jsonl:2;"
                                + " near-equal.jsonl names all.]");
    }

    @Test
    void nothingIsSaidWhereEverythingJoins() throws IOException {
        answers("a.jsonl", row("q", "1", "a"), row("r", "2", "a"));
        answers("b.jsonl", row("r", "4", "b"), row("q", "5", "b"));
        JoinReport joining = run("a,b", "a.jsonl", "b.jsonl").findings().joining();
        assertThat(joining.warnings()).isEmpty();
        assertThat(joining.missing()).isEmpty();
        assertThat(joining.alone()).isEmpty();
        assertThat(folder.resolve("out/near-equal.jsonl")).doesNotExist();
    }

    private String place(Origin origin) {
        return origin.toString().replace(folder + "/", "");
    }

    @Test
    void idsJoinWhereEveryRowHasOne() throws IOException {
        answers("a.jsonl", own("1", "q", "x", "a"), own("2", "q", "y", "a"));
        answers("b.jsonl", own("2", "q", "z", "b"), own("1", "other", "w", "b"));
        PairsSummary summary = run("a,b", "a.jsonl", "b.jsonl");
        assertThat(summary.findings().joining().by()).isEqualTo("id");
        assertThat(summary.groups()).isEqualTo(2);
        assertThat(ledger())
                .containsExactly(
                        "answer b.jsonl:2 id_prompt_mismatch 1: the id stands with another prompt at a.jsonl:1");
        answers("b.jsonl", own("2", "q", "z", "b"), row("q", "v", "b"));
        assertThat(run("a,b", "a.jsonl", "b.jsonl", "--overwrite")
                        .findings()
                        .joining()
                        .by())
                .isEqualTo("prompt");
    }

    @Test
    void everyReasonHasItsLine() throws IOException {
        answers(
                "a.jsonl",
                row("q", "x", "a"),
                row("q", "x", "a"),
                row("q", "y", "a"),
                row("r", " \\n", "a"),
                row("r", "late", "a"),
                "no json",
                "{\"instruction\":\"q\",\"output\":1,\"generator\":\"a\"}",
                "{\"instruction\":\"q\",\"generator\":\"a\"}",
                "{\"instruction\":\"q\",\"output\":\"\\ud800\",\"generator\":\"a\"}",
                "{\"instruction\":\"q\",\"output\":\"x\"}");
        answers("b.jsonl", row("q", "x", "b"), row("r", "z", "b"));
        run("a,b", "a.jsonl", "b.jsonl");
        assertThat(ledger().stream().map(line -> line.replaceFirst(" [0-9a-f]{16}:", " ID:")))
                .containsExactly(
                        "row a.jsonl:6 bad_json : Unrecognized token 'no': was expecting (JSON String, Number,"
                                + " Array, Object or token 'null', 'true' or 'false') (column 1 of the row)",
                        "row a.jsonl:7 wrong_type : 'output' is not a string but number",
                        "row a.jsonl:8 missing_field : 'output' is missing (there are: instruction, generator)",
                        "row a.jsonl:9 bad_encoding : a text holds half of a surrogate pair (such as \\ud83d"
                                + " alone), which is no character",
                        "row a.jsonl:10 unknown_model : neither 'model' nor 'generator' names the model; give"
                                + " MODEL=FILE",
                        "answer a.jsonl:2 duplicate_answer ID: a gave the same answer at a.jsonl:1",
                        "answer a.jsonl:3 conflicting_answer ID: a gave another answer, which stays, at a.jsonl:1",
                        "pair a.jsonl:1 identical_answers ID: a>b: both answers are the same text",
                        "answer a.jsonl:4 empty_answer ID: a answered nothing but whitespace");
    }

    @Test
    void theSummarySaysWhatWasPromised() throws IOException {
        answers("a.jsonl", row("q", "I'm sorry, but no.", "a"), own("7", "r", "cut", "a", ",\"finish\":\"length\""));
        answers("b.jsonl", row("q", "x", "b"), row("r", "cut", "b"));
        run("a,b", "a.jsonl", "b.jsonl");
        assertThat(Written.json(folder.resolve("out/summary.json")).toString())
                .startsWith("{\"rows_read\":4,\"groups\":2,\"answers\":4,\"pairs\":1,\"pairs_by_type\":{\"a>b\":1},"
                        + "\"set_aside\":{\"identical_answers\":1},\"noticed\":{\"chosen_longer\":1,\"refusal_chosen\":1},\"refusals\":1,\"cut_off\":1,"
                        + "\"joined_by\":\"prompt\",\"joining\":{\"prompts\":2,\"prompts_by_models\":{\"2\":2},"
                        + "\"missing\":{},\"alone_by_file\":{},\"near_equal\":{\"prompts\":0,\"examples\":[]}},"
                        + "\"order\":\"a,b\",\"models\":[{\"model\":\"a\",\"answers\":2,"
                        + "\"mean_rank\":0.0,\"mean_length\":10.5}")
                .contains("\"length_bias\":{\"pairs\":1,\"chosen_longer\":1,")
                .contains("\"difficulty\":{\"length_gap\":{\"n\":1,")
                .contains("\"warnings\":[\"There are only 1 pairs");
    }

    @Test
    void originsSayWhereEachAnswerStoodAndWhatItWas() throws IOException {
        answers("a.jsonl", "broken", row("q", "1", "a"));
        answers("b.jsonl", row("q", "5", "b"));
        run("b,a", "a.jsonl", "b.jsonl");
        assertThat(Written.lines(folder.resolve("out/origins.jsonl")).toString().replace(folder + "/", ""))
                .matches("\\[\\{\"id\":\"[0-9a-f]{16}\",\"origins\":\\["
                        + "\\{\"model\":\"b\",\"file\":\"b.jsonl\",\"line\":1,\"sha256\":"
                        + "\"ef2d127de37b942baad06145e54b0c619a1f22327b2ebbcfbec78f5564afe39d\"\\},"
                        + "\\{\"model\":\"a\",\"file\":\"a.jsonl\",\"line\":2,\"sha256\":"
                        + "\"6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b\"\\}\\]\\}\\]");
    }

    @Test
    void sameInputsGiveSameBytes() throws IOException {
        answers("a.jsonl", row("q", "1", "a"), row("r", "2", "a"), "broken");
        answers("b.jsonl", row("r", "4", "b"), row("q", "5", "b"));
        run("a,b", "a.jsonl", "b.jsonl");
        Map<String, String> first = contents();
        run("a,b", "a.jsonl", "b.jsonl");
        assertThat(contents())
                .isEqualTo(first)
                .containsKeys("groups.jsonl", "pairs.jsonl", "ledger.jsonl", "summary.json");
    }

    @Test
    void pairsThatAreTooMuchToBeHeldAreWrittenAllTheSame() throws IOException {
        for (String model : List.of("a", "b", "c", "d")) {
            answers(
                    model + ".jsonl",
                    row("q", model, model),
                    row("r", model.repeat(700_000), model),
                    row("s", model, model));
        }
        run("a,b,c,d", "a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl");
        List<String> expected = new ArrayList<>();
        for (int length : new int[] {1, 700_000, 1}) {
            List.of("a b", "a c", "a d", "b c", "b d", "c d").forEach(pair -> expected.add(pair + " " + length));
        }
        assertThat(Written.lines(folder.resolve("out/pairs.jsonl")))
                .extracting(line -> {
                    String chosen = line.path("chosen").path(0).path("content").stringValue();
                    String rejected =
                            line.path("rejected").path(0).path("content").stringValue();
                    return chosen.charAt(0) + " " + rejected.charAt(0) + " "
                            + (chosen.length() == rejected.length() ? chosen.length() : -1);
                })
                .isEqualTo(expected);
    }

    @Test
    void aFileCutShortIsUsedAsFarAsItGoesAndSaidSo() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 5000; i++) {
                gzip.write((row("q" + i, Integer.toString(i * 31), "a") + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = packed.toByteArray();
        Files.write(folder.resolve("a.jsonl.gz"), Arrays.copyOf(bytes, bytes.length / 2));
        PairsSummary summary = run("a", "a.jsonl.gz");
        assertThat(summary.truncated()).isTrue();
        assertThat(summary.setAside()).containsEntry("truncated_file", 1L);
        assertThat(summary.groups()).isBetween(100L, 4900L).isEqualTo(summary.rowsRead() - 1);
    }

    @Test
    void inputsThatAreWrongAsAWholeWriteNothing() throws IOException {
        answers("a.jsonl", row("q", "1", "a"));
        answers("bad.jsonl", "{\"x\":1}");
        assertThatThrownBy(() -> run("a,b", "a.jsonl"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("in --order, not in the files: b");
        assertThatThrownBy(() -> run("a", "a.jsonl", "bad.jsonl"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("bad.jsonl: none of its rows (1) can be used");
        assertThatThrownBy(() -> run("a", "none.jsonl"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.jsonl does not exist");
        assertThatThrownBy(() -> run("a")).isInstanceOf(InputException.class).hasMessageContaining("give --answers");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder("a.jsonl", "bad.jsonl");
        }
    }

    private PairsSummary run(String order, String... files) {
        boolean overwrite = List.of(files).contains("--overwrite");
        List<AnswerFile> answers = Stream.of(files)
                .filter(file -> !file.startsWith("--"))
                .map(file -> file.contains("=")
                        ? new AnswerFile(file.split("=")[0], folder.resolve(file.split("=")[1]))
                        : new AnswerFile(null, folder.resolve(file)))
                .toList();
        return PairsJob.run(
                new PairsJob.Settings(answers, ModelOrder.parse(order), folder.resolve("out"), overwrite),
                Progress.NONE);
    }

    private List<String> ledger() throws IOException {
        return Written.lines(folder.resolve("out/ledger.jsonl")).stream()
                .map(e -> e.path("kind").stringValue() + " "
                        + folder.relativize(Path.of(e.path("file").stringValue())) + ":"
                        + e.path("line").asLong() + " " + e.path("reason").stringValue() + " "
                        + e.path("id").asString("") + ": "
                        + e.path("detail").stringValue().replace(folder + "/", ""))
                .toList();
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private void answers(String name, String... rows) throws IOException {
        Files.writeString(folder.resolve(name), String.join("\n", rows) + "\n");
    }

    private static String row(String instruction, String output, String generator) {
        return "{\"instruction\":\"" + instruction + "\",\"output\":\"" + output + "\",\"generator\":\"" + generator
                + "\"}";
    }

    private static String own(String id, String prompt, String text, String model) {
        return own(id, prompt, text, model, "");
    }

    private static String own(String id, String prompt, String text, String model, String more) {
        return "{\"id\":\"" + id + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}],\"model\":\""
                + model + "\",\"text\":\"" + text + "\"" + more + "}";
    }
}
