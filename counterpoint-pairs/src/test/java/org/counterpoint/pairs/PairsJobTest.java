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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.pairs.choose.ChooseSettings;
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
                .isEqualTo("[2 of 5 prompts have no answer of a, such as that of b.jsonl:2., 2 of 5 prompts have no"
                        + " answer of b, such as that of a.jsonl:1., 4 prompts were not joined with others that"
                        + " differ from them in spaces, case, Unicode form or roles only, such as those of"
                        + " a.jsonl:1 and b.jsonl:2; near-equal.jsonl names all.]");
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
    void idsThatContradictPromptsGiveWay() throws IOException {
        answers("a.jsonl", own("1", "q", "x", "a"), own("2", "r", "y", "a"), row("q", "late", "a"));
        answers(
                "b.jsonl",
                own("2", "q", "z", "b"),
                own("9", "q", "v", "b"),
                own("1", "other", "w", "b"),
                row("r", "u", "b"));
        PairsSummary summary = run("a,b", "a.jsonl", "b.jsonl");
        assertThat(Written.lines(folder.resolve("out/groups.jsonl")))
                .extracting(group ->
                        group.path("id").stringValue() + group.path("responses").findValuesAsString("text"))
                .containsExactly("1[x, v]", "2[y, u]");
        assertThat(ledger())
                .containsExactly(
                        "answer b.jsonl:1 id_prompt_mismatch 2: the id stands with another prompt at a.jsonl:2",
                        "answer a.jsonl:3 conflicting_answer 1: a gave another answer, which stays, at a.jsonl:1",
                        "answer b.jsonl:3 id_prompt_mismatch 1: the id stands with another prompt at a.jsonl:1");
        assertThat(summary.findings().joining().warnings().toString().replace(folder + "/", ""))
                .isEqualTo("[1 prompts stand under several ids; each is joined under its first one, such as 1 for 9 of"
                        + " b.jsonl:2.]");
        assertThat(summary.toJson()
                        .path("joining")
                        .path("several_ids")
                        .path("prompts")
                        .asInt())
                .isEqualTo(1);
        assertThat(summary.toJson().path("joined_by").stringValue()).isEqualTo("prompt");
    }

    @Test
    void conversationsThatDifferBeforeTheQuestionAreDifferentPrompts() throws IOException {
        String question =
                "{\"instruction\":\"And then?\",\"output\":\"%s\",\"system\":\"%s\",\"history\":[[\"%s\",\"x\"]]}";
        answers("a.jsonl", question.formatted("1", "Geo", "land?"), question.formatted("2", "Astro", "planet?"));
        answers("b.jsonl", question.formatted("3", "Geo", "land?"), question.formatted("4", "Astro", "planet?"));
        PairsSummary summary = run("a,b", "a=a.jsonl", "b=b.jsonl");
        assertThat(summary.groups()).isEqualTo(2);
        assertThat(summary.pairs()).isEqualTo(2);
        assertThat(ledger()).isEmpty();
        assertThat(Written.lines(folder.resolve("out/groups.jsonl"))
                        .get(1)
                        .path("messages")
                        .toString())
                .isEqualTo("[{\"role\":\"system\",\"content\":\"Astro\"},{\"role\":\"user\",\"content\":\"planet?\"},"
                        + "{\"role\":\"assistant\",\"content\":\"x\"},{\"role\":\"user\",\"content\":\"And then?\"}]");
    }

    @Test
    void samplesThatMeetAreNotAlone() throws IOException {
        answers(
                "a.jsonl",
                own("1", "q", "x", "a", ",\"rating\":5"),
                own("1", "q", "y", "a", ",\"rating\":3,\"sample\":1"),
                own("2", "another", "z", "a", ",\"rating\":3"));
        PairsSummary rated = byRating("a.jsonl");
        assertThat(rated.pairsByType()).isEqualTo(Map.of("a>a", 1L));
        assertThat(rated.findings().joining().alone())
                .isEqualTo(Map.of(folder.resolve("a.jsonl").toString(), 1L));
    }

    @Test
    void samplesOfOneModelMakePairsByTheirRatingsOnly() throws IOException {
        answers(
                "a.jsonl",
                own("1", "q", "x", "a", ",\"rating\":\"4.5\""),
                own("1", "q", "y", "a", ",\"rating\":3,\"sample\":1"),
                own("1", "q", "z", "a", ",\"rating\":3,\"sample\":2"),
                own("1", "q", "w", "a", ",\"rating\":1,\"sample\":2"));
        answers("b.jsonl", own("1", "q", "v", "b", ",\"rating\":4"));
        PairsSummary byModel = run("a,b", "a.jsonl", "b.jsonl");
        assertThat(byModel.pairsByType()).isEqualTo(Map.of("a>b", 3L));
        PairsSummary rated = byRating("a.jsonl", "b.jsonl");
        assertThat(rated.pairsByType()).isEqualTo(Map.of("a>b", 1L, "a>a", 2L, "b>a", 2L));
        assertThat(Written.lines(folder.resolve("out/groups.jsonl"))
                        .get(0)
                        .path("responses")
                        .toString())
                .isEqualTo(
                        "[{\"model\":\"a\",\"text\":\"x\",\"rating\":4.5},{\"model\":\"b\",\"text\":\"v\",\"rating\":4.0},"
                                + "{\"model\":\"a\",\"sample\":1,\"text\":\"y\",\"rating\":3.0},"
                                + "{\"model\":\"a\",\"sample\":2,\"text\":\"z\",\"rank\":2,\"rating\":3.0}]");
        assertThat(ledger())
                .containsExactly(
                        "answer a.jsonl:4 conflicting_answer 1: a, sample 2 gave another answer, which stays, at"
                                + " a.jsonl:3");
    }

    @Test
    void scoresOfOnePromptAreComparedOnOneScaleOnly() throws IOException {
        answers(
                "a.jsonl",
                own("1", "q", "x", "a", ",\"rating\":4"),
                own("1", "q", "y", "b", ",\"rating\":5,\"score\":10"),
                own("1", "q", "z", "c", ",\"score\":90"));
        assertThat(byRating("a.jsonl").pairsByType()).isEqualTo(Map.of("b>a", 1L));
        assertThat(ledger())
                .containsExactly(
                        "answer a.jsonl:3 missing_score 1: the answers are ordered by rating, those to this prompt"
                                + " on the scale 'rating', and this one is not rated on it");
        run("a,b,c", "a.jsonl", "--overwrite");
        assertThat(Files.readString(folder.resolve("out/groups.jsonl"))).doesNotContain("rating");
    }

    @Test
    void moreThanAThousandPairsOfAPromptAreRefused() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 46; i++) {
            rows.add(own("1", "q", "t" + i, "a", ",\"rating\":" + i + ",\"sample\":" + i));
        }
        answers("a.jsonl", rows.toArray(String[]::new));
        assertThatThrownBy(() -> byRating("a.jsonl"))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "The prompt of " + folder.resolve("a.jsonl") + ":1 has 46 answers and so 1035 pairs, more than"
                                + " 1000.\nTake fewer of them: --choose pairs=best_against_rest, pairs=adjacent or"
                                + " pairs=one_per_prompt.");
        assertThat(PairsJob.run(
                                settings(
                                        new OrderSource.InData(AnswerOrder.Field.RATING),
                                        ChooseSettings.read(Map.of("pairs", "best_against_rest")),
                                        "a.jsonl"),
                                Progress.NONE)
                        .pairs())
                .isEqualTo(45);
    }

    @Test
    void aThoughtIsNoAnswer() throws IOException {
        String refusal = "<think>I should refuse.</think>\\n\\nI'm sorry, but I can't help with that.";
        answers(
                "r.jsonl",
                own("1", "two?", "<think>\\nTwo and two.\\n</think>\\n\\nFour.", "r"),
                own("2", "metal?", "<think>Metals: iron, I", "r"),
                own("3", "lock?", refusal, "r"),
                own("4", "bird?", "<think>\\n\\n</think>\\n\\nHeron.", "r"),
                own("5", "hue?", "Blue.", "r"));
        answers(
                "b.jsonl",
                own("1", "two?", "Four.", "b"),
                own("2", "metal?", "Iron.", "b"),
                own("3", "lock?", "Use a pick.", "b"),
                own("4", "bird?", "Bat.", "b"),
                own("5", "hue?", "Red.", "b"));
        PairsSummary kept = run("r,b", "r.jsonl", "b.jsonl");
        assertThat(kept.noticed())
                .containsEntry("thought", 4L)
                .containsEntry("refusal_chosen", 1L)
                .containsEntry("equally_long", 1L)
                .doesNotContainKey("special_tokens");
        assertThat(kept.refusals()).isEqualTo(1);
        assertThat(ledger()).containsExactly("answer r.jsonl:2 empty_answer 2: r ended within its thought");
        assertThat(Files.readString(folder.resolve("out/groups.jsonl"))).contains("<think>\\nTwo and two.");
        assertThat(kept.findings().measured().models().get(0).meanLength()).isEqualTo((5 + 38 + 6 + 5) / 4.0);

        assertThat(choose("drop", "near_identical,refusal,too_short", "min_chars", "5"))
                .containsExactly(
                        "answer b.jsonl:4 too_short 4: b: 4 characters, fewer than 5",
                        "answer b.jsonl:5 too_short 5: b: 4 characters, fewer than 5",
                        "answer r.jsonl:2 empty_answer 2: r ended within its thought",
                        "answer r.jsonl:3 refusal 3: r: it opens as a refusal",
                        "pair r.jsonl:1 near_identical 1: r>b: the two answers are nearly the same");
        assertThat(choose("thoughts", "strip"))
                .containsExactly(
                        "answer r.jsonl:2 empty_answer 2: r ended within its thought",
                        "pair r.jsonl:1 identical_answers 1: r>b: both answers are the same text");
        assertThat(Files.readString(folder.resolve("out/groups.jsonl")))
                .doesNotContain("think")
                .contains("Heron.");
        assertThat(choose("thoughts", "drop"))
                .containsExactly(
                        "answer r.jsonl:1 thought 1: r thought before it answered",
                        "answer r.jsonl:2 empty_answer 2: r ended within its thought",
                        "answer r.jsonl:3 thought 3: r thought before it answered",
                        "answer r.jsonl:4 thought 4: r thought before it answered");
        assertThat(choose("thoughts", "drop", "thought_tags", "[[,]]")).isEmpty();
        assertThatThrownBy(() -> choose("thought_tags", "<think>"))
                .isInstanceOf(InputException.class)
                .hasMessage("choose.thought_tags has 1 tags; give what opens and what ends a thought in turn, such as"
                        + " <think>,</think>.");
    }

    private List<String> choose(String... values) throws IOException {
        Map<String, String> choose = new TreeMap<>();
        for (int i = 0; i < values.length; i += 2) {
            choose.put(values[i], values[i + 1]);
        }
        choose.computeIfPresent("drop", (name, value) -> value.replace(",too_short", ""));
        PairsJob.run(
                settings(
                        new OrderSource.Declared(new ModelOrder(List.of("r", "b"))),
                        ChooseSettings.read(choose),
                        "r.jsonl",
                        "b.jsonl"),
                Progress.NONE);
        return ledger().stream().sorted().toList();
    }

    private PairsSummary byRating(String... files) {
        return PairsJob.run(
                settings(new OrderSource.InData(AnswerOrder.Field.RATING), ChooseSettings.DEFAULTS, files),
                Progress.NONE);
    }

    private PairsJob.Settings settings(OrderSource order, ChooseSettings choose, String... files) {
        return new PairsJob.Settings(
                Stream.of(files)
                        .map(file -> new AnswerFile(null, folder.resolve(file)))
                        .toList(),
                new PairChoices(order, choose, MeasureSettings.DEFAULTS),
                folder.resolve("out"),
                true);
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
                        "row a.jsonl:6 bad_json : 'no' is no JSON value (column 1 of the row)",
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
    void noPairAtAllIsSaidWithItsReason() throws IOException {
        answers("a.jsonl", row("q", "1", "a"), row("r", "2", "a"));
        answers("b.jsonl", row("Q ", "1", "b"), row("s", "2", "b"));
        assertThat(run("a,b", "a.jsonl", "b.jsonl").noPairs())
                .contains("no prompt was answered by two models, to the letter; 2 differ from others in spaces, case,"
                        + " Unicode form or roles only");
        answers("b.jsonl", row("q", "1", "b"), row("r", "2", "b"));
        PairsSummary same = run("a,b", "a.jsonl", "b.jsonl");
        assertThat(same.noPairs())
                .contains(
                        "most was left out as identical_answers (2): these models answer alike; take prompts with longer"
                                + " answers");
        assertThat(folder.resolve("out/ledger.jsonl")).isNotEmptyFile();
        assertThat(run("a", "a.jsonl", "--overwrite").noPairs()).isEmpty();
    }

    @Test
    void noPairIsSaidTooWhereAllOfOneModelIsLeftOut() throws IOException {
        answers("a.jsonl", row("q", "<think>one</think>1", "a"), row("r", "<think>two</think>2", "a"));
        answers("b.jsonl", row("q", "3", "b"), row("r", "4", "b"));
        PairsSummary left = withoutThoughts("a.jsonl", "b.jsonl");
        assertThat(left.answers()).isEqualTo(left.groups()).isEqualTo(2);
        String thoughts = "most was left out as thought (2): choose thoughts=strip leaves their answers";
        assertThat(left.noPairs()).contains(thoughts);
        assertThat(withoutThoughts("a.jsonl").noPairs()).as("no answer at all").contains(thoughts);
        answers("b.jsonl", row("s", "3", "b"), row("t", "4", "b"));
        assertThat(withoutThoughts("a.jsonl", "b.jsonl").noPairs())
                .as("no prompt in common")
                .contains("no prompt was answered by two models, to the letter; give files of answers to the same"
                        + " prompts; " + thoughts);
    }

    private PairsSummary withoutThoughts(String... files) {
        List<String> models = Stream.of(files).map(file -> file.substring(0, 1)).toList();
        return PairsJob.run(
                settings(
                        new OrderSource.Declared(new ModelOrder(models)),
                        ChooseSettings.read(Map.of("thoughts", "drop")),
                        files),
                Progress.NONE);
    }

    @Test
    void whatIsMostlyLostIsSaidLoudly() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rows.add(row("q" + i, i < 3 ? " " : "x" + i, "a"));
        }
        answers("a.jsonl", rows.toArray(String[]::new));
        answers(
                "b.jsonl",
                IntStream.range(0, 8).mapToObj(i -> row("q" + i, "y", "b")).toArray(String[]::new));
        PairsSummary summary = run("a,b", "a.jsonl", "b.jsonl");
        assertThat(summary.findings().losses())
                .containsExactly(
                        "19 % of the answers (3 of 16) are left out as empty_answer: look at how they were made:"
                                + " a limit of tokens that thoughts use up leaves none.");
        assertThat(summary.toJson().path("warnings").get(0).stringValue()).startsWith("19 % of the answers");
        PairsSummary chosen = PairsJob.run(
                settings(
                        new OrderSource.Declared(new ModelOrder(List.of("a", "b"))),
                        ChooseSettings.read(Map.of("length", "match", "length_ratio", "1.5")),
                        "a.jsonl",
                        "b.jsonl"),
                Progress.NONE);
        assertThat(chosen.findings().losses().get(1))
                .isEqualTo("100 % of the pairs a>b (5 of 5) are not used; the ledger and set_aside say why.");
    }

    @Test
    void theLedgerOutlivesAnErrorThatEndsTheWork() throws IOException {
        answers("a.jsonl", row("q", "1", "a"), "no json");
        answers("bad.jsonl", "{\"x\":1}");
        Path ledger = folder.resolve("out.ledger.jsonl");
        assertThatThrownBy(() -> run("a", "a.jsonl", "bad.jsonl"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("bad.jsonl:1: missing_field: the row is of no known form: it has x")
                .hasMessageEndingWith("\nWhat was left out is in " + ledger + ".");
        assertThat(Written.lines(ledger))
                .extracting(line -> line.path("reason").stringValue())
                .containsExactly("bad_json", "missing_field");
        assertThat(folder.resolve("out")).doesNotExist();
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
            assertThat(left.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.jsonl", "bad.jsonl", "out.ledger.jsonl");
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
                new PairsJob.Settings(
                        answers, new ModelOrder(List.of(order.split(","))), folder.resolve("out"), overwrite),
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
