package org.counterpoint.data.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.counterpoint.data.Answer;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Message;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptRow;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as data sets of others have them: what is asked comes with all that belongs to it, or is refused by name. */
class FormsOfTheFieldTest {
    private static final String SPECS = "\"tools\":[{\"name\":\"clock\"}]";

    @TempDir
    Path folder;

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void alpacasPreferencesHaveTheirPrompts() throws IOException {
        assertThat(pairs("""
            {"instruction":"Water a cactus daily?","input":"","chosen":"It is not wise.","rejected":"It is wise.","system":"Be short.","history":[["Hi","Hello"]]}
            {"instruction":"Name a metal.","input":"Other than iron.","chosen":"Copper.","rejected":"Wood."}
            {"instruction":"Name a colour.","chosen":"The colour blue.","rejected":"The letter b."}
            """))
                .containsExactly(
                        "system:Be short.|user:Hi|assistant:Hello|user:Water a cactus daily? -> It is not wise. > It is"
                                + " wise.",
                        "user:Name a metal.\n\nOther than iron. -> Copper. > Wood.",
                        "user:Name a colour. -> The colour blue. > The letter b.");
        assertThat(ledger.entries()).isEmpty();
    }

    @Test
    void questionsAndSystemMessagesAreThePrompt() throws IOException {
        assertThat(pairs("""
            {"system":"You are a poet.","question":"Is ice light?","chosen":"It floats.","rejected":"Yes."}
            {"system":"","question":"Name a bird.","chosen":"A heron.","rejected":"A bat."}
            {"system":"Be","input":"q","chosen":"a","rejected":"b","generations":["a","b"],"rating":[9,8]}
            {"system":"Be","prompt":"r","chosen":"a","rejected":"b"}
            {"prompt":"plain","chosen":"a","rejected":"b"}
            """))
                .containsExactly(
                        "system:You are a poet.|user:Is ice light? -> It floats. > Yes.",
                        "user:Name a bird. -> A heron. > A bat.",
                        "system:Be|user:q -> a > b",
                        "system:Be|user:r -> a > b",
                        "plain -> a > b");
        assertThat(ledger.entries()).isEmpty();
    }

    @Test
    void theTurnsOfHumanAndAssistantAreCutAtTheLastMarkThatBothHave() throws IOException {
        assertThat(pairs("""
            {"chosen":"\\n\\nHuman: Ill.\\n\\nAssistant: Since?\\n\\nHuman: Two days.\\n\\nAssistant: Please see a vet.","rejected":"\\n\\nHuman: Ill.\\n\\nAssistant: Since?\\n\\nHuman: Two days.\\n\\nAssistant: Please wait."}
            {"chosen":"\\n\\nHuman: Is it late?\\n\\nAssistant: Yes, quite.","rejected":"\\n\\nHuman: Is it late?\\n\\nAssistant: Yesterday."}
            {"chosen":"\\n\\nHuman: Ping\\n\\nAssistant: Pong","rejected":"\\n\\nHuman: Ping\\n\\nAssistant:"}
            {"chosen":"<|im_start|>user\\nq<|im_end|>\\n<|im_start|>assistant\\nYes","rejected":"<|im_start|>user\\nq<|im_end|>\\n<|im_start|>assistant\\nYet"}
            {"chosen":"Q: Ping A: Pong","rejected":"Q: Ping A:"}
            """))
                .containsExactly(
                        "\n\nHuman: Ill.\n\nAssistant: Since?\n\nHuman: Two days.\n\nAssistant: ->  Please see a vet. >"
                                + "  Please wait.",
                        "\n\nHuman: Is it late?\n\nAssistant: ->  Yes, quite. >  Yesterday.",
                        "<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\n -> Yes > Yet");
        assertThat(said())
                .containsExactly(
                        "3 empty_answer: 'rejected' is nothing but whitespace",
                        "3 without_pair: 'chosen' is left without a pair: the other answer is left out",
                        "3 empty_answer: chosen>rejected: one of its answers is left out",
                        "5 empty_answer: 'rejected' is nothing but whitespace",
                        "5 without_pair: 'chosen' is left without a pair: the other answer is left out",
                        "5 empty_answer: chosen>rejected: one of its answers is left out");
    }

    @Test
    void openAisRewardBenchsAndLlamaFactorysPairsAreRead() throws IOException {
        assertThat(pairs("""
            {"input":{"messages":[{"role":"user","content":"q"}],"tools":[],"parallel_tool_calls":true},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"}]}
            {"conversations":[{"from":"human","value":"r"}],"chosen":{"from":"gpt","value":"a"},"rejected":{"from":"gpt","value":"b"},"system":"Be"}
            {"messages":[{"role":"user","content":"s"}],"chosen":{"role":"assistant","content":"a"},"rejected":{"role":"assistant","content":"b"}}
            {"id":3,"prompt":"t","chosen":"a","chosen_model":"x","rejected":"b","rejected_model":"y","subset":"s"}
            {"id":4,"prompt":"u","chosen":["a"],"rejected":["b","c"],"models":["x","y","z"]}
            {"prompt":"v","prompt_id":"1","chosen":[{"role":"user","content":"v"},{"role":"assistant","content":"a"}],"rejected":[{"role":"user","content":"v"},{"role":"assistant","content":"b"}],"messages":[{"role":"user","content":"v"},{"role":"assistant","content":"a"}],"score_chosen":8.0}
            """))
                .containsExactly(
                        "user:q -> a > b",
                        "system:Be|user:r -> a > b",
                        "user:s -> a > b",
                        "t -> a > b",
                        "u -> a > b",
                        "u -> a > c",
                        "user:v -> a > b");
        assertThat(ledger.entries()).isEmpty();
    }

    @Test
    void conversationsComeWithTheirSystemMessageHistoryAndTools() throws IOException {
        assertThat(answers("m", """
            {"instruction":"And then?","input":"","output":"Canada.","system":"Teach.","history":[["Largest?","Russia."]]}
            {"conversations":[{"from":"human","value":"Time?"},{"from":"gpt","value":"Arr."}],"system":"Pirate.","tools":"[]"}
            {"conversations":[{"from":"human","value":"Time?"},{"from":"function_call","value":"{}"},{"from":"observation","value":"10"},{"from":"gpt","value":"Ten."}],"tools":"[{\\"name\\":\\"clock\\"}]"}
            {"messages":[{"role":"system","content":"Be"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"system":"Be",%s}
            {"messages":[{"role":"user","content":[{"type":"text","text":"q"},{"type":"text","text":"r"}]},{"role":"assistant","content":"a"}],"text":"<|user|>qr<|assistant|>a"}
            {"conversation":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"turn":1}
            {"system_prompt":"Be","question":"q","response":"a"}
            {"instruction":"q","output":"a","prompt":"q","text":"Below is q. a"}
            """.formatted(SPECS)))
                .containsExactly(
                        "m system:Teach.|user:Largest?|assistant:Russia.|user:And then? -> Canada.",
                        "m system:Pirate.|user:Time? -> Arr.",
                        "m system:[{\"name\":\"clock\"}]|user:Time?|assistant:{}|tool:10 -> Ten.",
                        "m system:Be\n\n[{\"name\":\"clock\"}]|user:q -> a",
                        "m user:qr -> a",
                        "m user:q -> a",
                        "m system:Be|user:q -> a",
                        "m user:q -> a");
        assertThat(ledger.entries()).isEmpty();
    }

    /** An answer that was asked with a message of the command line's joins others to its prompt. */
    @Test
    void whatCollectSentAlongIsNoPartOfThePrompt() throws IOException {
        assertThat(answers(null, """
            {"id":"1","messages":[{"role":"user","content":"q"}],"model":"m","text":"a","system":"Be","request":"0a"}
            {"id":"1","messages":[{"role":"user","content":"q"}],"model":"m","text":"a","system":"Be"}
            """)).containsExactly("m user:q -> a", "m system:Be|user:q -> a");
    }

    @Test
    void whatCarriesPartOfThePromptIsNeverPassedOver() throws IOException {
        String q = "\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]";
        assertThat(answers("m", """
            {"instruction":"q","context":"Long ago.","output":"a"}
            {%s,"images":["cat.png"]}
            {%s,"documents":[{"text":"x"}]}
            {"instruction":"q","output":"a","prompt":"Another question"}
            {"instruction":"q","output":"a","system":"A","system_prompt":"B"}
            {"messages":[{"role":"system","content":"A"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"system":"B"}
            {"instruction":"q","output":"a","history":[["only one"]]}
            {"instruction":"q","output":"a","history":"before"}
            {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]},{"role":"assistant","content":"a"}]}
            {"messages":[{"role":"user","content":"q","images":["x"]},{"role":"assistant","content":"a"}]}
            {"question":"q","input":"more","response":"a"}
            {"instruction":"fine","output":"a","context":"","images":[],"documents":null,"question":"fine"}
            """.formatted(q, q))).containsExactly("m user:fine -> a");
        assertThat(said())
                .containsExactly(
                        "1 unread_prompt: 'context' carries part of the prompt and is not read beside instruction,"
                                + " input; put it there, or take it out",
                        "2 unread_prompt: 'images' carries part of the prompt and is not read beside messages; put it"
                                + " there, or take it out",
                        "3 unread_prompt: 'documents' carries part of the prompt and is not read beside messages; put"
                                + " it there, or take it out",
                        "4 unread_prompt: 'prompt' carries part of the prompt and is not read beside instruction,"
                                + " input; put it there, or take it out",
                        "5 wrong_type: 'system' and 'system_prompt' are two different system messages",
                        "6 wrong_type: 'system' and the first message are two different system messages",
                        "7 wrong_type: 'history[0]' is not a list of a question and its answer but array",
                        "8 wrong_type: 'history' is not an array of turns but string",
                        "9 wrong_type: 'messages[0].content[0]' is of type \"image_url\"; of parts only texts can be"
                                + " read",
                        "10 wrong_type: 'messages[0].images' is not supported",
                        "11 unread_prompt: 'input' carries part of the prompt and is not read beside question; put it"
                                + " there, or take it out");
    }

    @Test
    void keysAreKnownByTheirWordsWhateverTheirNames() throws IOException {
        List<String> keys = List.of("user_input", "previousTurns", "Human-Question", "prior_dialogue", "task context");
        StringBuilder rows = new StringBuilder();
        keys.forEach(key -> rows.append("{\"instruction\":\"q\",\"output\":\"a\",\"")
                .append(key)
                .append("\":\"Long ago.\"}\n"));
        rows.append("{\"instruction\":\"q\",\"output\":\"a\",\"user_input\":\"q\",\"turns\":2,\"prompt_id\":\"17\",")
                .append(
                        "\"input_source\":\"web\",\"labelling_prompt\":\"Rate it\",\"message\":\"done\",\"request\":\"0a\"}\n");
        assertThat(answers("m", rows.toString())).containsExactly("m user:q -> a");
        assertThat(said()).hasSameSizeAs(keys);
        for (int i = 0; i < keys.size(); i++) {
            assertThat(said().get(i))
                    .startsWith((i + 1) + " unread_prompt: '" + keys.get(i) + "' carries part of the prompt");
        }
    }

    @Test
    void pairsWithoutAPromptThatIsReadAreNotCutByTheirCommonBeginning() {
        assertThatThrownBy(() ->
                        pairs("{\"user_input\":\"Name a bird.\",\"chosen\":\"A heron.\",\"rejected\":\"A crow.\"}\n"))
                .hasMessageContaining("unread_prompt: 'user_input' carries part of the prompt");
    }

    @Test
    void ratingsAndRanksAreNumbersHoweverTheyAreWritten() throws IOException {
        assertThat(rated("""
            {"instruction":"q","output":"a","model":"x","rating":"4.5","rank":"2"}
            {"instruction":"q","output":"a","model":"x","rating":4,"rank":1.5}
            {"instruction":"q","output":"a","model":"x","rating":"N/A","rank":1.0}
            {"messages":[{"role":"user","content":"q"}],"responses":[{"model":"x","text":"a","rating":" 3 ","rank":1.5},{"model":"y","text":"b","rating":null,"rank":"1"}]}
            """))
                .containsExactly("{rating=4.5} 2.0", "{rating=4.0} 1.5", "{} 1.0", "{rating=3.0} 1.5", "{} 1.0");
        assertThat(pairs("""
            {"messages":[{"role":"user","content":"q"}],"responses":[{"model":"x","text":"a","rank":1.5},{"model":"y","text":"b","rank":1},{"model":"z","text":"c","rank":"2"}]}
            {"context":"r","completions":[{"rank":1.0,"completion":"b"},{"rank":"0","completion":"a"}]}
            """)).containsExactly("user:q -> b > a", "user:q -> b > c", "user:q -> a > c", "r -> a > b");
    }

    @Test
    void distilabelsGenerationsAreSamplesOrTheirModels() throws IOException {
        assertThat(rated("m", """
            {"instruction":"q","generations":["a","b"],"ratings":[4,"5"],"model_name":"rater"}
            {"instruction":"q","generations":["a","b"],"generation_models":["x","y"],"ratings":[4,null]}
            """))
                .containsExactly("m 0 {rating=4.0}", "m 1 {rating=5.0}", "m 0 {rating=4.0}", "m 1 {}");
        assertThat(rated(null, """
            {"instruction":"q","generations":["a","b"]}
            {"instruction":"q","generations":["a","b"],"generation_models":["x","y"],"ratings":[4,5,6]}
            {"instruction":"q","generations":["a","b"],"generation_models":["x","y"]}
            {"instruction":"q","completions":[{"model":"x","response":"a"},{"model":"y","response":"b","sample":2}]}
            """)).containsExactly("x 0 {}", "y 0 {}", "x 0 {}", "y 2 {}");
        assertThat(said())
                .containsExactly(
                        "1 unknown_model: nothing names the model of 'generations[0]'; give MODEL=FILE",
                        "1 unknown_model: nothing names the model of 'generations[1]'; give MODEL=FILE",
                        "2 wrong_type: 'ratings' has 3 elements, 'generations' 2");
    }

    @Test
    void arenasBattlesAndBenchAnswersAreRead() throws IOException {
        Files.writeString(folder.resolve("question.jsonl"), """
            {"question_id":81,"category":"writing","turns":["One?","Two?"]}
            {"uid":"u","turns":[{"content":"Hard?"}]}
            """);
        assertThat(answers(null, """
            {"question_id":81,"answer_id":"z","model_id":"v","choices":[{"index":0,"turns":["1","2"]}],"tstamp":1.0}
            {"uid":"u","model_id":"w","choices":[{"index":0,"turns":[{"content":"3","token_len":1}]},{"index":1,"turns":[{"content":"4"}]}]}
            {"question_id":82,"model_id":"v","choices":[{"index":0,"turns":["1"]}]}
            {"model_a":"x","model_b":"y","winner":"model_b","conversation_a":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"conversation_b":[{"role":"user","content":"q"},{"role":"assistant","content":"b"}]}
            {"model_a":"x","model_b":"y","winner":"model_b","conversation_a":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"conversation_b":[{"role":"user","content":"p"},{"role":"assistant","content":"b"}]}
            """))
                .containsExactly(
                        "v user:One? -> 1",
                        "v user:One?|assistant:1|user:Two? -> 2",
                        "w user:Hard? -> 3",
                        "w user:Hard? -> 4",
                        "x user:q -> a",
                        "y user:q -> b");
        assertThat(said())
                .containsExactly(
                        "3 missing_field: question 82 is in no question.jsonl; put that file beside the answers, or in"
                                + " the folder above",
                        "5 wrong_type: 'conversation_a' and 'conversation_b' part before their last answers, so these"
                                + " answer different prompts");
        assertThat(pairs("""
            {"model_a":"x","model_b":"y","winner":"model_b","conversation_a":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"conversation_b":[{"role":"user","content":"q"},{"role":"assistant","content":"b"}]}
            """)).containsExactly("user:q -> b > a");
    }

    @Test
    void promptsComeWithAllThatBelongsToThem() throws IOException {
        Path file = Files.writeString(folder.resolve("prompts.jsonl"), """
            {"instruction":"q","system":"Be","history":[["a","b"]]}
            {"question":"q","system":"Be"}
            {"conversations":[{"from":"human","value":"q"}],"system":"Be"}
            {"question_id":1,"turns":["q"]}
            {"question_id":1,"turns":["q","r"]}
            {"prompt":"q","documents":["d"]}
            """);
        try (Stream<PromptRow> prompts = PromptReader.stream(file, ledger, Progress.NONE)) {
            assertThat(prompts.map(row -> words(row.prompt())))
                    .containsExactly(
                            "system:Be|user:a|assistant:b|user:q", "system:Be|user:q", "system:Be|user:q", "user:q");
        }
        assertThat(said())
                .containsExactly(
                        "5 unread_prompt: 'turns' has 2 questions; a prompt is one question, with the answers before"
                                + " it",
                        "6 unread_prompt: 'documents' carries part of the prompt and is not read beside prompt; put it"
                                + " there, or take it out");
    }

    @Test
    void whatARowMarksAsNotToBeLearntIsSetAside() throws IOException {
        String rows = """
            {"prompt":"one?","completion":"good","label":true}
            {"prompt":"two?","completion":"bad","label":false}
            {"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"no","weight":0}]}
            {"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"x","weight":0},{"role":"user","content":"r"},{"role":"assistant","content":"yes","weight":1}]}
            {"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"no","train":false}]}
            {"prompt":"three?","completion":"4","label":"arithmetic"}
            """;
        assertThat(texts(rows, Use.SFT)).containsExactly("good", "yes", "4");
        assertThat(said())
                .containsExactly(
                        "2 unwanted_answer: 'label' is false: that is not to be learnt or preferred",
                        "3 unwanted_answer: 'messages[1].weight' is 0: that is not to be learnt or preferred",
                        "5 unwanted_answer: 'conversations[1].train' is false: that is not to be learnt or preferred");
        assertThat(texts(rows, Use.SCORES)).as("a bad answer has a score too").hasSize(6);
        assertThat(answers("m", rows)).as("and can be judged").hasSize(6);
        AnswerFile file = new AnswerFile("m", folder.resolve("answers.jsonl"));
        try (AnswerReader reader = AnswerReader.toPair(file, ledger, Progress.NONE)) {
            assertThat(Stream.iterate(reader.next(), Objects::nonNull, answer -> reader.next()))
                    .extracting(Answer::text)
                    .containsExactly("good", "yes", "4");
        }
    }

    @Test
    void anEmptyNameIsNone() throws IOException {
        AnswerFile file = new AnswerFile(null, Files.writeString(folder.resolve("blank.jsonl"), """
            {"id":"","prompt":"p","completion":"a","model":"m"}
            {"id":" ","prompt":"q","completion":"b","model":"","generator":"g"}
            {"id":7,"prompt":"q","completion":"b","model":""}
            {"prompt":"p","responses":[{"model":" ","text":"t"}]}
            """));
        try (AnswerReader reader = AnswerReader.toPair(file, ledger, Progress.NONE)) {
            assertThat(Stream.iterate(reader.next(), Objects::nonNull, answer -> reader.next()))
                    .extracting(answer -> answer.id() + " " + answer.model())
                    .containsExactly("null m", "null g");
        }
        assertThat(said())
                .containsExactly(
                        "3 unknown_model: neither 'model' nor 'generator' names the model; give MODEL=FILE",
                        "4 missing_field: 'responses[0].model' is empty");
        assertThat(ledger.entries().get(0).id()).as("of numbers too").isEqualTo("7");
        Path pairs = Files.writeString(
                folder.resolve("pairs.jsonl"),
                "{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\",\"chosen_model\":\"\",\"type\":\"\"}");
        try (Stream<ResponseGroup> groups = TrainingData.stream(pairs, Use.PREFERENCES, ledger, Progress.NONE)) {
            assertThat(groups.flatMap(group -> group.pairs().stream()))
                    .extracting(pair -> pair.type())
                    .containsExactly("chosen>rejected");
        }
    }

    @Test
    void aTurnThatIsMarkedIsLeftUnlearntAndTheOthersAreNot() throws IOException {
        String rows = """
            {"tools":"T","messages":[{"role":"system","content":"Be"},{"role":"user","content":"q"},{"role":"assistant","content":"yes","weight":0},{"role":"user","content":"r"},{"role":"assistant","content":"yes","weight":1},{"role":"user","content":"s"},{"role":"assistant","content":"last"}]}
            {"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"kept"},{"from":"human","value":"r"},{"from":"gpt","value":"no","train":false}]}
            {"prompt":[{"role":"user","content":"q"},{"role":"assistant","content":"no","loss":false},{"role":"user","content":"r"}],"completion":[{"role":"assistant","content":"done"}]}
            {"history":[{"role":"user","content":"q"},{"role":"assistant","content":"no","training":false}],"instruction":"i","output":"o"}
            {"prompt":"two?","completion":"bad","label":false}
            """;
        Path file = Files.writeString(folder.resolve("answers.jsonl"), rows);
        try (Stream<ResponseGroup> groups = TrainingData.stream(file, Use.EVERY_TURN, ledger, Progress.NONE)) {
            assertThat(groups.map(group -> words(group.prompt()) + " -> "
                            + group.responses().get(0).text()))
                    .containsExactly(
                            "system:Be\n\nT|user:q|assistant:yes|user:r -> yes",
                            "system:Be\n\nT|user:q|assistant:yes|user:r|assistant:yes|user:s -> last",
                            "user:q -> kept",
                            "user:q|assistant:no|user:r -> done",
                            "user:q|assistant:no|user:i -> o");
        }
        assertThat(said())
                .containsExactly(
                        "1 unwanted_answer: 'messages[2].weight' is 0: that is not to be learnt or preferred",
                        "2 unwanted_answer: 'conversations[3].train' is false: that is not to be learnt or preferred",
                        "3 unwanted_answer: 'prompt[1].loss' is false: that is not to be learnt or preferred",
                        "4 unwanted_answer: 'history[1].training' is false: that is not to be learnt or preferred",
                        "5 unwanted_answer: 'label' is false: that is not to be learnt or preferred");
    }

    @Test
    void marksInARowOfAPairCountToo() throws IOException {
        String rows = """
            {"chosen":[{"role":"user","content":"q"},{"role":"assistant","content":"bad","weight":0}],"rejected":[{"role":"user","content":"q"},{"role":"assistant","content":"b"}]}
            {"prompt":"r","chosen":{"role":"assistant","content":"bad","train":false},"rejected":{"role":"assistant","content":"b"}}
            {"input":{"messages":[{"role":"user","content":"s"}]},"preferred_output":[{"role":"assistant","content":"bad","weight":0}],"non_preferred_output":[{"role":"assistant","content":"b"}]}
            {"prompt":"t","chosen":{"role":"assistant","content":"good"},"rejected":{"role":"assistant","content":"b","weight":0}}
            {"chosen":[{"role":"user","content":"u"},{"role":"assistant","content":"no","loss":false},{"role":"user","content":"v"},{"role":"assistant","content":"fine"}],"rejected":[{"role":"user","content":"u"},{"role":"assistant","content":"no","loss":false},{"role":"user","content":"v"},{"role":"assistant","content":"b"}]}
            """;
        for (Use use : List.of(Use.PREFERENCES, Use.SFT)) {
            assertThat(texts(rows, use)).startsWith("good").contains("fine").doesNotContain("bad");
        }
        assertThat(said())
                .contains(
                        "1 unwanted_answer: 'chosen[1].weight' is 0: that is not to be learnt or preferred",
                        "2 unwanted_answer: 'chosen.train' is false: that is not to be learnt or preferred",
                        "3 unwanted_answer: 'preferred_output[0].weight' is 0: that is not to be learnt or preferred")
                .noneMatch(entry -> entry.startsWith("4 ") || entry.startsWith("5 "));
        assertThat(texts(rows, Use.SCORES)).as("a bad answer has a score too").contains("bad");
        Path file = Files.writeString(folder.resolve("answers.jsonl"), rows);
        try (Stream<ResponseGroup> groups = TrainingData.stream(file, Use.EVERY_TURN, ledger, Progress.NONE)) {
            assertThat(groups.map(group -> words(group.prompt()) + " -> "
                            + group.responses().get(0).text()))
                    .containsExactly("user:t -> good", "user:u|assistant:no|user:v -> fine");
        }
        assertThat(said())
                .last()
                .isEqualTo("5 unwanted_answer: 'chosen[1].loss' is false: that is not to be learnt or preferred");
    }

    /** A marked answer of one row takes nothing from another row of the same prompt. */
    @Test
    void theTurnsBeforeAMarkedChosenAnswerAreLearnt() throws IOException {
        String turns = "{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"hi\"},"
                + "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"%s\"%s}";
        String row = "{\"chosen\":[" + turns + "],\"rejected\":[" + turns + "]}\n";
        String rows = row.formatted("a", "bad", ",\"weight\":0", "a", "b", "")
                + row.formatted("c", "bad", ",\"train\":false", "c", "b", "")
                + row.formatted("c", "good", "", "c", "b", "");
        Path file = Files.writeString(folder.resolve("answers.jsonl"), rows);
        try (Stream<ResponseGroup> groups = TrainingData.stream(file, Use.EVERY_TURN, ledger, Progress.NONE)) {
            assertThat(groups.map(group -> words(group.prompt()) + " -> "
                            + group.responses().get(0).text()))
                    .containsExactly("user:a -> hi", "user:c -> hi", "user:c|assistant:hi|user:q -> good");
        }
        assertThat(said())
                .containsExactly(
                        "1 unwanted_answer: 'chosen[3].weight' is 0: that is not to be learnt or preferred",
                        "2 unwanted_answer: 'chosen[3].train' is false: that is not to be learnt or preferred");
    }

    @Test
    void marksOfRowsAreReadInEveryFormAndHoweverTheyAreWritten() throws IOException {
        String rows = """
            {"prompt":"one?","chosen":"bad","rejected":"b","label":false}
            {"prompt":"two?","chosen":"bad","rejected":"b","kto_tag":"False"}
            {"prompt":"three?","chosen":"bad","rejected":"b","kto_tag":0}
            {"prompt":"four?","chosen":"good","rejected":"b","label":0}
            {"prompt":"five?","chosen":"fine","rejected":"b","label":true}
            """;
        for (Use use : List.of(Use.PREFERENCES, Use.SFT, Use.EVERY_TURN)) {
            assertThat(texts(rows, use)).contains("good", "fine").doesNotContain("bad");
        }
        assertThat(texts(rows, Use.SCORES)).contains("bad");
        String single = """
            {"prompt":"one?","completion":"bad","label":0}
            {"prompt":"two?","completion":"bad","label":"false"}
            {"prompt":"three?","completion":"good","label":1}
            {"instruction":"four?","output":"a class of its own","label":0}
            {"instruction":"five?","output":"bad","kto_tag":0}
            """;
        assertThat(texts(single, Use.SFT)).containsExactly("good", "a class of its own");
        String groups = """
            {"prompt":"p","responses":[{"model":"m","text":"bad"},{"model":"n","text":"t"}],"label":false}
            {"prompt":"q","responses":[{"model":"m","text":"good"},{"model":"n","text":"t"}]}
            """;
        assertThat(texts(groups, Use.PREFERENCES)).startsWith("good").doesNotContain("bad");
    }

    @Test
    void whatIsMarkedAsBadIsNoRightAnswer() throws IOException {
        Path file = Files.writeString(folder.resolve("right.jsonl"), """
            {"prompt":"one?","completion":"2","label":false}
            {"prompt":"one?","completion":"1","label":true}
            """);
        assertThat(RightAnswers.read(file, Progress.NONE).grade(new Prompt.Plain("one?"), "1"))
                .hasValue(1);
    }

    @Test
    void whatIsChosenIsLearntThoughNothingUsableIsRejected() throws IOException {
        String rows = """
            {"prompt":"one?","chosen":"good","rejected":""}
            {"prompt":"two?","chosen":"same","rejected":"same"}
            {"prompt":"three?","chosen":"fine","rejected":null}
            {"chosen":[{"role":"user","content":"q"},{"role":"assistant","content":"whole"}],"rejected":[]}
            {"prompt":"four?","chosen":"","rejected":"bad"}
            {"prompt":"five?","chosen":3,"rejected":"bad"}
            {"prompt":"one?","chosen":"better","rejected":"worse"}
            """;
        assertThat(texts(rows, Use.SFT)).containsExactly("good", "same", "fine", "whole");
        assertThat(said())
                .containsExactly(
                        "5 empty_answer: 'chosen' is nothing but whitespace",
                        "6 wrong_type: 'chosen' is not a string but number");
        assertThat(texts(rows, Use.PREFERENCES)).containsExactly("better");
    }

    @Test
    void aThoughtAfterWhichNothingCameIsNotLearnt() throws IOException {
        String rows = """
            {"prompt":"one?","completion":"<think>Well.</think>Yes."}
            {"prompt":"two?","completion":"<think>Well, let me"}
            """;
        assertThat(texts(rows, Use.SFT)).containsExactly("<think>Well.</think>Yes.");
        assertThat(said()).containsExactly("2 empty_answer: the answer ends within its thought");
        assertThat(texts(rows, Use.SCORES)).hasSize(2);
        String pairs = """
            {"prompt":"one?","chosen":"<think>Hm","rejected":"no"}
            {"prompt":"two?","chosen":"yes","rejected":"<think>Hm"}
            """;
        assertThat(texts(pairs, Use.PREFERENCES)).containsExactly("yes");
        assertThat(said()).contains("1 empty_answer: 'chosen' ends within its thought");
    }

    private List<String> texts(String rows, Use use) throws IOException {
        Path file = Files.writeString(folder.resolve("answers.jsonl"), rows);
        try (Stream<ResponseGroup> groups = TrainingData.stream(file, use, ledger, Progress.NONE)) {
            return groups.map(group -> group.responses().get(0).text()).toList();
        }
    }

    private List<String> pairs(String rows) throws IOException {
        Path file = Files.writeString(folder.resolve("pairs.jsonl"), rows);
        List<String> pairs = new ArrayList<>();
        try (Stream<ResponseGroup> groups = TrainingData.stream(file, Use.PREFERENCES, ledger, Progress.NONE)) {
            groups.forEach(group -> group.pairs()
                    .forEach(pair -> pairs.add(words(group.prompt()) + " -> "
                            + group.responses().get(pair.chosen()).text() + " > "
                            + group.responses().get(pair.rejected()).text())));
        }
        return pairs;
    }

    private List<String> answers(String model, String rows) throws IOException {
        return read(model, rows).stream()
                .map(answer -> answer.model() + " " + words(answer.prompt()) + " -> " + answer.text())
                .toList();
    }

    private List<String> rated(String rows) throws IOException {
        return read(null, rows).stream()
                .map(answer -> answer.ratings() + " " + answer.rank())
                .toList();
    }

    private List<String> rated(String model, String rows) throws IOException {
        return read(model, rows).stream()
                .map(answer -> answer.model() + " " + answer.sample() + " " + answer.ratings())
                .toList();
    }

    private List<Answer> read(String model, String rows) throws IOException {
        Path file = Files.writeString(folder.resolve("answers.jsonl"), rows);
        List<Answer> answers = new ArrayList<>();
        try (AnswerReader reader = new AnswerReader(new AnswerFile(model, file), ledger, Progress.NONE)) {
            for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                answers.add(answer);
            }
        }
        return answers;
    }

    private List<String> said() {
        return ledger.entries().stream()
                .map(entry -> entry.origin().line() + " " + entry.reason() + ": " + entry.detail())
                .toList();
    }

    private static String words(Prompt prompt) {
        if (prompt instanceof Prompt.Plain plain) {
            return plain.text();
        }
        StringBuilder words = new StringBuilder();
        for (Message message : ((Prompt.Chat) prompt).messages()) {
            words.append(words.isEmpty() ? "" : "|")
                    .append(message.role().wireName())
                    .append(':')
                    .append(message.content());
        }
        return words.toString();
    }
}
