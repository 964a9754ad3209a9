package org.counterpoint.data.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Message;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Role;
import org.counterpoint.data.forms.TrainingData.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataTest {
    private static final String Q = "\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]";

    @TempDir
    Path folder;

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void aGroupWithoutPairsHasThoseOfItsRanks() throws IOException {
        List<ResponseGroup> groups = read("{\"id\":\"g\"," + Q + ",\"responses\":["
                + response("a", "1", "") + "," + response("b", "2", ",\"rank\":5") + ","
                + response("c", "3", ",\"rank\":5")
                + "," + response("d", "1", ",\"rank\":7") + "]}");
        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).pairs())
                .containsExactly(pair(0, 1, "a>b"), pair(0, 2, "a>c"), pair(1, 3, "b>d"), pair(2, 3, "c>d"));
        assertThat(said()).containsExactly("pair 1 identical_answers: a>d: both answers are the same text");
    }

    @Test
    void aGroupWithPairsHasExactlyThese() throws IOException {
        ResponseGroup group = read("{" + Q + ",\"responses\":[" + response("a", "1", "") + "," + response("b", "2", "")
                        + "," + response("c", "3", "") + "],\"pairs\":[{\"chosen\":2,\"rejected\":0,\"type\":\"t\","
                        + "\"scores\":{\"s\":0.5}}]}")
                .get(0);
        assertThat(group.id()).isEqualTo(PromptIds.of(group.prompt()));
        assertThat(group.pairs()).containsExactly(new Pair(2, 0, "t", Map.of("s", 0.5)));
    }

    @Test
    void theStrongestComesFirstAndPairsFollowTheirAnswers() throws IOException {
        ResponseGroup group = read("{" + Q + ",\"responses\":[" + response("weak", "w", ",\"rank\":2") + ","
                        + response("none", " ", ",\"rank\":1") + "," + response("strong", "s", ",\"rank\":0")
                        + "],\"pairs\":[{\"chosen\":2,\"rejected\":0},{\"chosen\":2,\"rejected\":1}]}")
                .get(0);
        assertThat(group.responses()).extracting(Response::model).containsExactly("strong", "weak");
        assertThat(group.pairs()).containsExactly(pair(0, 1, "strong>weak"));
        assertThat(said())
                .containsExactly(
                        "answer 1 empty_answer: responses[1] of none is nothing but whitespace",
                        "pair 1 empty_answer: strong>none: one of its answers is left out");
    }

    @Test
    void aModelStandsInAGroupOnce() throws IOException {
        ResponseGroup group = read("{" + Q + ",\"responses\":[" + response("a", "1", "") + "," + response("a", "1", "")
                        + "," + response("b", "2", "") + "," + response("b", "3", "") + "]}")
                .get(0);
        assertThat(group.responses()).extracting(Response::text).containsExactly("1", "2");
        assertThat(group.pairs()).containsExactly(pair(0, 1, "a>b"));
        assertThat(said())
                .containsExactly(
                        "answer 1 duplicate_answer: responses[1] of a repeats that model's answer in the same group",
                        "answer 1 conflicting_answer: responses[3] of b differs from that model's first answer in the"
                                + " same group, which stays");
    }

    @Test
    void groupsThatContradictThemselvesAreSetAside() throws IOException {
        String two = response("a", "1", "") + "," + response("b", "2", "");
        read(
                "{" + Q + ",\"responses\":[" + two + "]}",
                "{" + Q + ",\"responses\":[" + two + "],\"pairs\":[{\"chosen\":0,\"rejected\":2}]}",
                "{" + Q + ",\"responses\":[" + two + "],\"pairs\":[{\"chosen\":1,\"rejected\":1}]}",
                "{" + Q + ",\"responses\":[" + two + "],\"pairs\":[{\"chosen\":1,\"rejected\":0.5}]}",
                "{" + Q + ",\"responses\":[" + two
                        + "],\"pairs\":[{\"chosen\":1,\"rejected\":0,\"scores\":{\"s\":\"x\"}}]}",
                "{" + Q + ",\"responses\":[]}",
                "{" + Q + ",\"responses\":[{\"text\":\"1\"}]}",
                "{" + Q + ",\"responses\":[" + response("a", "1", ",\"rank\":\"first\"") + "]}");
        assertThat(said())
                .containsExactly(
                        "row 2 wrong_type: 'pairs[0].rejected' is 2, but the group has responses 0 to 1",
                        "row 3 wrong_type: 'pairs[0]' pairs response 1 with itself",
                        "row 4 wrong_type: 'pairs[0].rejected' is not a whole number but number",
                        "row 5 wrong_type: 'pairs[0].scores.s' is not a finite number but string",
                        "row 6 missing_field: 'responses' is empty",
                        "row 7 missing_field: 'responses[0].model' is missing (there are: text)",
                        "row 8 wrong_type: 'responses[0].rank' is not a number but string");
    }

    @Test
    void pairsOfAPromptShareAGroupWhereTheFirstStood() throws IOException {
        List<ResponseGroup> groups = read(
                pairRow("q", "2", "3", "b", "c"),
                pairRow("r", "x", "y", "a", "b"),
                pairRow("q", "1", "2", "a", "b"),
                pairRow("q", "1", "1", "a", "b"),
                pairRow("q", "1", "", "a", "b"));
        assertThat(groups)
                .extracting(g -> PromptIds.compactJson(g.prompt()).charAt(27))
                .containsExactly('q', 'r');
        ResponseGroup first = groups.get(0);
        assertThat(first.responses()).extracting(Response::text).containsExactly("1", "2", "3");
        assertThat(first.responses()).extracting(Response::rank).containsExactly(0, 1, 2);
        assertThat(first.pairs()).containsExactly(pair(1, 2, "b>c"), pair(0, 1, "a>b"));
        assertThat(said())
                .containsExactly(
                        "pair 4 identical_answers: 'chosen' and 'rejected' are the same text",
                        "answer 5 empty_answer: 'rejected' of b is nothing but whitespace",
                        "answer 5 without_pair: 'chosen' of a is left without a pair: the other answer is left out",
                        "pair 5 empty_answer: a>b: one of its answers is left out");
        assertThat(ledger.entries()).extracting(LedgerEntry::lostPair).containsExactly(null, null, null, "a>b");
    }

    @Test
    void aPairOfSeveralInARowIsLostByItself() throws IOException {
        ResponseGroup group = read("{\"prompt\":\"p\",\"chosen\":[\"1\",\"2\"],\"rejected\":[\"\",\"3\",\"2\"],"
                        + "\"models\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}")
                .get(0);
        assertThat(group.pairs()).extracting(Pair::type).containsExactly("a>d", "a>e", "b>d");
        assertThat(said())
                .containsExactly(
                        "answer 1 empty_answer: 'rejected' of c is nothing but whitespace",
                        "pair 1 identical_answers: 'chosen' and 'rejected' are the same text",
                        "pair 1 empty_answer: a>c: one of its answers is left out",
                        "pair 1 empty_answer: b>c: one of its answers is left out");
    }

    @Test
    void pairsInACircleAreKept() throws IOException {
        ResponseGroup group = read(
                        pairRow("q", "1", "2", "a", "b"),
                        pairRow("q", "2", "3", "b", "c"),
                        pairRow("q", "3", "1", "c", "a"))
                .get(0);
        assertThat(group.responses()).hasSize(3);
        assertThat(group.pairs()).hasSize(3);
    }

    @Test
    void whatOthersCallPairsIsRead() throws IOException {
        String u = "{\"role\":\"user\",\"content\":\"q\"}";
        List<String> rows = List.of(
                "{\"prompt\":\"q \",\"chosen\":\"a\",\"rejected\":\"b\"}",
                "{\"prompt\":\"q\",\"chosen\":[" + u + "," + said("a") + "],\"rejected\":[" + u + "," + said("b")
                        + "]}",
                "{\"chosen\":[" + u + "," + said("x") + "," + u + "," + said("a") + "],\"rejected\":[" + u + ","
                        + said("x") + "," + u + "," + said("b") + "]}",
                "{\"chosen\":\"Human: hi Assistant: yes\",\"rejected\":\"Human: hi Assistant: no\"}",
                "{\"prompt\":[" + u + "],\"chosen\":[" + u + "," + said("c") + "],\"rejected\":[" + said("d") + "]}",
                "{\"prompt\":\"p\",\"chosen\":[" + said("a") + "],\"rejected\":[" + said("b") + "]}");
        List<ResponseGroup> groups = read(rows.toArray(String[]::new));
        Message user = new Message(Role.USER, "q");
        Message assistant = new Message(Role.ASSISTANT, "x");
        assertThat(ledger.entries()).isEmpty();
        assertThat(groups)
                .extracting(ResponseGroup::prompt)
                .containsExactly(
                        new Prompt.Plain("q "),
                        new Prompt.Chat(List.of(user)),
                        new Prompt.Chat(List.of(user, assistant, user)),
                        new Prompt.Plain("Human: hi Assistant:"),
                        new Prompt.Chat(List.of(new Message(Role.USER, "p"))));
        assertThat(groups.get(1).responses()).extracting(Response::text).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void rankedCompletionsAreRead() throws IOException {
        String u = "[{\"role\":\"user\",\"content\":\"q\"}]";
        ResponseGroup group = read("{\"context\":" + u + ",\"completions\":[{\"rank\":1,\"completion\":[" + said("b")
                        + "]},{\"rank\":0,\"completion\":[" + said("a") + "]},{\"rank\":1,\"completion\":\"c\"}]}")
                .get(0);
        assertThat(group.responses()).extracting(Response::text).containsExactly("a", "b", "c");
        assertThat(group.pairs()).containsExactly(pair(0, 1, "rank0>rank1"), pair(0, 2, "rank0>rank1"));
    }

    @Test
    void answersAloneAreForSftOnly() throws IOException {
        String[] rows = {
            "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}," + said("a") + "]}",
            "{\"instruction\":\"q\",\"input\":\"\",\"output\":\"b\",\"generator\":\"g\"}",
            "{\"prompt\":\"p\",\"completion\":\"c\"}"
        };
        assertThatThrownBy(() -> read(rows))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the row has one answer and so no pair; it is for 'train sft'");
        Path file = folder.resolve("data.jsonl");
        try (Stream<ResponseGroup> groups = TrainingData.stream(file, Use.SFT, ledger, Progress.NONE)) {
            assertThat(groups.flatMap(g -> g.responses().stream()))
                    .extracting(r -> r.model() + ":" + r.text())
                    .containsExactly("unnamed:a", "g:b", "unnamed:c");
        }
    }

    @Test
    void aFileHasOneForm() throws IOException {
        read(
                pairRow("q", "1", "2", "a", "b"),
                "{" + Q + ",\"responses\":[" + response("a", "1", "") + "]}",
                "{\"x\":1}");
        assertThat(said())
                .containsExactly(
                        "row 2 wrong_type: the file began with rows of pairs; this is one of groups",
                        "row 3 missing_field: the row is of no known form: it has x");
    }

    @Test
    void aFileThatGivesNoGroupIsRefused() {
        assertThatThrownBy(() -> read("{\"x\":1}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("data.jsonl: none of its rows (1) can be used")
                .hasMessageContaining("Rows that can be read here: {messages, responses}, {chosen, rejected}");
        assertThatThrownBy(() -> read("{" + Q + ",\"responses\":[" + response("a", " ", "") + "]}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("empty_answer: responses[0] of a is nothing but whitespace");
    }

    private static Pair pair(int chosen, int rejected, String type) {
        return new Pair(chosen, rejected, type, Map.of());
    }

    private static String response(String model, String text, String more) {
        return "{\"model\":\"" + model + "\",\"text\":\"" + text + "\"" + more + "}";
    }

    private static String said(String text) {
        return "{\"role\":\"assistant\",\"content\":\"" + text + "\"}";
    }

    private static String pairRow(
            String prompt, String chosen, String rejected, String chosenModel, String rejectedModel) {
        return "{\"prompt\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}],\"chosen\":[" + said(chosen)
                + "],\"rejected\":[" + said(rejected) + "],\"chosen_model\":\"" + chosenModel
                + "\",\"rejected_model\":\""
                + rejectedModel + "\"}";
    }

    private List<String> said() {
        return ledger.entries().stream()
                .map(e -> e.kind().wireName() + " " + e.origin().line() + " " + e.reason() + ": " + e.detail())
                .toList();
    }

    private List<ResponseGroup> read(String... rows) throws IOException {
        Path file = Files.writeString(folder.resolve("data.jsonl"), String.join("\n", rows));
        try (Stream<ResponseGroup> groups = TrainingData.stream(file, Use.PREFERENCES, ledger, Progress.NONE)) {
            return groups.toList();
        }
    }
}
