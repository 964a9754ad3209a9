package org.counterpoint.data.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Answer;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Message;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyAnswersTest {
    @TempDir
    Path folder;

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void ultraFeedbackGivesEachModelsAnswerWithItsRating() throws IOException {
        List<Answer> answers = read("""
            {"source":"x","instruction":"Why?","models":["a","b","c"],"completions":[\
            {"model":"a","response":"so","overall_score":9,"annotations":{"helpfulness":{"Rating":"4"},"honesty":{"Rating":"5"},"truthfulness":{"Rating":"N/A"}}},\
            {"model":"b","response":"because","fine-grained_score":3.25,"overall_score":10},\
            {"model":"c","response":7},{"model":"d","response":"well"}]}
            """);
        assertThat(answers)
                .extracting(a -> a.model() + " " + a.text() + " " + a.ratings())
                .containsExactly(
                        "a so {annotations=4.5, overall_score=9.0}",
                        "b because {fine-grained_score=3.25, overall_score=10.0}",
                        "d well {}");
        assertThat(answers).allMatch(a -> turns(a).equals("user:Why?"));
        assertThat(ledger.entries())
                .extracting(e -> e.kind() + " " + e.origin().line() + " " + e.reason() + " " + e.detail())
                .containsExactly("ANSWER 1 wrong_type 'completions[2].response' is not a string but number");
    }

    @Test
    void nectarsListsAreRankedAndTheirConversationsTaken() throws IOException {
        List<Answer> answers = read("""
            {"prompt":"\\n\\nHuman: Hi\\n\\nAssistant: Hello.\\n\\nHuman: And now?\\n\\nAssistant:","answers":[\
            {"answer":"Later","model":"m2","rank":2.0},{"answer":"Now","model":"m1","rank":1}]}
            """);
        assertThat(answers).extracting(a -> a.model() + a.rank()).containsExactly("m22.0", "m11.0");
        assertThat(turns(answers.get(0))).isEqualTo("user:Hi assistant:Hello. user:And now?");
    }

    @Test
    void shareGptAndOurOwnGroupsAreRead() throws IOException {
        List<Answer> answers = read("""
            {"conversations":[{"from":"system","value":"Be"},{"from":"human","value":"q"},{"from":"gpt","value":"a"}],"model":"g"}
            {"conversations":[{"from":"alien","value":"q"},{"from":"gpt","value":"a"}],"model":"g"}
            {"messages":[{"role":"user","content":"q"}],"responses":[{"model":"x","text":"1","rating":2},{"model":"y","text":"2"}],"pairs":[]}
            """);
        assertThat(answers)
                .extracting(a -> a.model() + " " + turns(a) + " " + a.text())
                .containsExactly("g system:Be user:q a", "x user:q 1", "y user:q 2");
        assertThat(answers.get(1).ratings()).isEqualTo(Map.of("rating", 2.0));
        assertThat(ledger.entries())
                .extracting(LedgerEntry::detail)
                .containsExactly("'conversations[0].from' is \"alien\"; known are human, gpt, system, tool");
    }

    @Test
    void aDatasetFolderIsReadFileByFileByName() throws IOException {
        Files.createDirectories(folder.resolve("set/data"));
        Files.createDirectories(folder.resolve("set/.cache"));
        Files.writeString(folder.resolve("set/data/train-00001.jsonl"), row("two"));
        Files.writeString(folder.resolve("set/data/train-00000.jsonl"), "\n" + row("one"));
        Files.writeString(folder.resolve("set/.cache/x.jsonl"), row("hidden"));
        Files.writeString(folder.resolve("set/dataset_info.json"), "{}");
        List<Answer> answers = read(folder.resolve("set"));
        assertThat(answers)
                .extracting(a -> a.text() + " " + Path.of(a.origin().file()).getFileName() + ":"
                        + a.origin().line())
                .containsExactly("one train-00000.jsonl:2", "two train-00001.jsonl:1");
    }

    private static String row(String text) {
        return "{\"instruction\":\"q\",\"output\":\"" + text + "\",\"generator\":\"g\"}\n";
    }

    private List<Answer> read(String rows) throws IOException {
        return read(Files.writeString(folder.resolve("rows.jsonl"), rows));
    }

    private List<Answer> read(Path file) {
        List<Answer> answers = new ArrayList<>();
        try (AnswerReader reader = new AnswerReader(new AnswerFile(null, file), ledger, Progress.NONE)) {
            for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                answers.add(answer);
            }
        }
        return answers;
    }

    private static String turns(Answer answer) {
        StringBuilder out = new StringBuilder();
        for (Message message : ((Prompt.Chat) answer.prompt()).messages()) {
            out.append(out.isEmpty() ? "" : " ")
                    .append(message.role().wireName())
                    .append(':')
                    .append(message.content());
        }
        return out.toString();
    }
}
