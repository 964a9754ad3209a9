package org.counterpoint.data.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Answer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Message;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerReaderTest {
    @TempDir
    Path folder;

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void everyFormOfAnswersIsRead() throws IOException {
        Path file = write(
                "{\"dataset\":\"d\",\"instruction\":\" q \",\"output\":\"a\\n\",\"generator\":\"g\"}",
                "{\"instruction\":\"q\",\"input\":\"i\",\"output\":\"a\",\"model\":\"m\"}",
                "{\"instruction\":\"q\",\"input\":\"  \",\"output\":\"a\",\"model\":\"m\"}",
                "{\"instruction\":\"q\",\"input\":null,\"output\":\"a\",\"model\":\"m\"}",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"q\"},"
                        + "{\"role\":\"assistant\",\"content\":\"a\"}],\"model\":\"m\"}",
                "{\"id\":7,\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"model\":\"m\",\"text\":\"a\","
                        + "\"finish\":\"length\"}",
                "{\"prompt\":\"q\",\"model\":\"m\",\"text\":\"a\",\"finish\":\"stop\"}");
        Prompt q = user("q");
        String name = file.toString();
        assertThat(read(new AnswerFile(null, file)))
                .containsExactly(
                        new Answer(null, user(" q "), "g", "a\n", null, new Origin(name, 1)),
                        new Answer(null, user("q\n\ni"), "m", "a", null, new Origin(name, 2)),
                        new Answer(null, q, "m", "a", null, new Origin(name, 3)),
                        new Answer(null, q, "m", "a", null, new Origin(name, 4)),
                        new Answer(
                                null,
                                new Prompt.Chat(List.of(new Message(Role.SYSTEM, "s"), new Message(Role.USER, "q"))),
                                "m",
                                "a",
                                null,
                                new Origin(name, 5)),
                        new Answer("7", q, "m", "a", "length", new Origin(name, 6)),
                        new Answer(null, new Prompt.Plain("q"), "m", "a", "stop", new Origin(name, 7)));
        assertThat(ledger.entries()).isEmpty();
    }

    @Test
    void aNameOnTheCommandLineBeatsTheFiles() throws IOException {
        Path file = write(
                "{\"instruction\":\"q\",\"output\":\"a\",\"generator\":\"g\"}",
                "{\"instruction\":\"r\",\"output\":\"b\"}");
        assertThat(read(AnswerFile.parse("mine=" + file)))
                .extracting(Answer::model)
                .containsExactly("mine", "mine");
    }

    @Test
    void rowsThatAreNoAnswersAreSetAsideWithTheirReason() throws IOException {
        String user = "{\"role\":\"user\",\"content\":\"q\"}";
        Path file = write(
                "{\"instruction\":\"q\",\"output\":null,\"generator\":\"g\"}",
                "{\"instruction\":\"q\",\"output\":3,\"generator\":\"g\"}",
                "{\"instruction\":\"q\",\"generator\":\"g\"}",
                "{\"output\":\"a\",\"generator\":\"g\"}",
                "{\"instruction\":\"q\",\"output\":\"a\"}",
                "{\"instruction\":\"q\",\"output\":\"a\",\"generator\":5}",
                "{\"messages\":[" + user + "],\"model\":\"m\"}",
                "{\"messages\":[{\"role\":\"human\",\"content\":\"q\"}],\"text\":\"a\",\"model\":\"m\"}",
                "{\"messages\":[{\"role\":\"user\",\"content\":null}],\"text\":\"a\",\"model\":\"m\"}",
                "{\"messages\":[],\"text\":\"a\",\"model\":\"m\"}",
                "{\"messages\":\"q\",\"text\":\"a\",\"model\":\"m\"}",
                "{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"}],\"model\":\"m\"}",
                "{\"id\":\"x\",\"question\":\"q\"}",
                "{\"id\":[],\"instruction\":\"q\",\"output\":\"a\",\"generator\":\"g\"}",
                "{\"instruction\":\"q\",\"output\":\"a\",\"generator\":\"g\"}");
        assertThat(read(new AnswerFile(null, file))).hasSize(1);
        assertThat(ledger.entries()).allMatch(entry -> entry.kind() == LedgerEntry.Kind.ROW);
        assertThat(ledger.entries())
                .extracting(entry -> entry.origin().line() + " " + entry.reason() + ": " + entry.detail())
                .containsExactly(
                        "1 wrong_type: 'output' is not a string but null",
                        "2 wrong_type: 'output' is not a string but number",
                        "3 missing_field: 'output' is missing (there are: instruction, generator)",
                        "4 missing_field: 'instruction' is missing (there are: output, generator)",
                        "5 unknown_model: neither 'model' nor 'generator' names the model; give MODEL=FILE",
                        "6 wrong_type: 'generator' is not a string but number",
                        "7 wrong_type: the last message of 'messages' is not the assistant's but the user's",
                        "8 wrong_type: 'messages[0].role' is \"human\"; known are system, user, assistant, tool",
                        "9 wrong_type: 'messages[0].content' is not a string but null",
                        "10 missing_field: 'messages' holds no message",
                        "11 wrong_type: 'messages' is not an array of messages but string",
                        "12 missing_field: 'messages' holds an answer but no prompt before it",
                        "13 missing_field: the row has a prompt but no answer (there are: id, question)",
                        "14 wrong_type: 'id' is not a string but array");
        assertThat(ledger.entries().get(12).id()).isEqualTo("x");
    }

    @Test
    void aFileWithoutAnAnswerIsRefusedWithTheFormsThatAreRead() throws IOException {
        Path file = write("{\"question\":\"q\",\"answer\":\"a\"}", "no json");
        assertThatThrownBy(() -> read(new AnswerFile(null, file)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + ": none of its rows (2) can be used; the first fault: " + file
                        + ":1: missing_field: the row has a prompt but no answer (there are: question,"
                        + " answer).")
                .hasMessageContaining("{instruction, output}, {messages}, {messages, text}")
                .hasMessageContaining("MODEL=FILE");
        Path blank = Files.writeString(folder.resolve("blank.jsonl"), "\n \n");
        assertThatThrownBy(() -> read(new AnswerFile(null, blank)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(blank + " holds no row; give a file with rows of ");
    }

    @Test
    void aFileThatEndsWithinItsFirstRowIsSaidToEndTooEarly() throws IOException {
        String cut = "{\"instruction\":\"a\",\"output\":\"b";
        Path array = Files.writeString(folder.resolve("cut.json"), "[" + cut);
        assertThatThrownBy(() -> read(new AnswerFile("m", array)))
                .isInstanceOf(InputException.class)
                .hasMessage(array + " ends too early: no row in it is whole; " + array
                        + ":1, element 1: the file ends within this element of the array, after 31 bytes: it was cut"
                        + " short, or something before is not closed.\nGet the whole file.");
        Path lines = Files.writeString(folder.resolve("cut.jsonl"), cut);
        assertThatThrownBy(() -> read(new AnswerFile("m", lines)))
                .hasMessage(lines + " ends too early: no row in it is whole; " + lines
                        + ":1: the file ends within this line, after 30 bytes.\nGet the whole file.");
    }

    @Test
    void argumentsAreFilesOrModelsWithFiles() throws IOException {
        assertThat(AnswerFile.parse("a/b.jsonl")).isEqualTo(new AnswerFile(null, Path.of("a/b.jsonl")));
        assertThat(AnswerFile.parse("m=a=b")).isEqualTo(new AnswerFile("m", Path.of("a=b")));
        Path odd = Files.createFile(folder.resolve("x=y.jsonl"));
        assertThat(AnswerFile.parse(odd.toString())).isEqualTo(new AnswerFile(null, odd));
        assertThatThrownBy(() -> AnswerFile.parse("m="))
                .isInstanceOf(InputException.class)
                .hasMessage("\"m=\" is not FILE or MODEL=FILE.");
    }

    private static Prompt user(String text) {
        return new Prompt.Chat(List.of(new Message(Role.USER, text)));
    }

    private Path write(String... lines) throws IOException {
        return Files.writeString(folder.resolve("answers.jsonl"), String.join("\n", lines));
    }

    private List<Answer> read(AnswerFile file) {
        List<Answer> answers = new ArrayList<>();
        try (AnswerReader reader = new AnswerReader(file, ledger, Progress.NONE)) {
            for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                answers.add(answer);
            }
        }
        return answers;
    }
}
