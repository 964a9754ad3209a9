package org.counterpoint.pairs.choose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.counterpoint.data.InputException;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Message;
import org.counterpoint.data.OrderedPairs;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Role;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.core.step.CountingSink;
import org.counterpoint.pairs.core.step.Travel;
import org.counterpoint.pairs.local.Stages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoosingTest {
    private static final String LONG = "A text that is long enough to be looked at by whoever looks at texts. ";

    @TempDir
    Path folder;

    private final MemoryLedger ledger = new MemoryLedger();
    private final CountingSink sink = new CountingSink(ledger);

    @Test
    void nothingIsDroppedUnlessAskedFor() {
        List<ResponseGroup> groups = List.of(
                group("Name a colour, please, any colour.", "I'm sorry, but no.", "blue"),
                group("Name a colour, please, any colour!", "Name a colour, please, any colour! red", "x <|im_end|>"),
                group(
                        "Sag etwas Kluges, bitte sehr",
                        "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440. \u041a\u0430\u043a"
                                + " \u0434\u0435\u043b\u0430 \u0441\u0435\u0433\u043e\u0434\u043d\u044f?",
                        "gut"));
        assertThat(choose(Map.of(), groups)).isEqualTo(groups);
        assertThat(ledger.entries()).isEmpty();
        assertThat(sink.noticed())
                .containsEntry("refusal_chosen", 1L)
                .containsEntry("prompt_echoed", 1L)
                .containsEntry("special_tokens", 1L)
                .containsEntry("wrong_script", 1L)
                .containsEntry("chosen_longer", 3L);
    }

    @Test
    void answersAreDroppedUnderTheFiltersNames() {
        check("refusal", "As an AI, I have none", "it opens as a refusal");
        check("repeated_text", LONG + "and on and on it goes ".repeat(40), "% of it repeats what stands in it before");
        check("prompt_echoed", "What is the meaning of life, if any? 42", "it begins with the prompt");
        check("special_tokens", "one</s>", "it holds </s>");
        check("special_tokens", "one <|eot_id|> two", "it holds <|eot_id|>");
        check("wrong_script", "\u4e00\u4e8c\u4e09\u56db\u4e94".repeat(5), "in Latin script, the answer in Han");
        check("wrong_script", "\ud840\udc00".repeat(25), "in Latin script, the answer in Han");
    }

    private void check(String filter, String bad, String why) {
        int before = ledger.entries().size();
        List<ResponseGroup> left = choose(
                Map.of("drop", filter), List.of(group("What is the meaning of life, if any?", "good", bad, "fine")));
        assertThat(left.get(0).responses()).extracting(Response::text).containsExactly("good", "fine");
        assertThat(left.get(0).pairs())
                .extracting(pair -> pair.chosen() + pair.type() + pair.rejected())
                .containsExactly("0m0>m21");
        assertThat(ledger.entries()).hasSize(before + 1);
        LedgerEntry entry = ledger.entries().get(before);
        assertThat(entry.reason()).isEqualTo(filter);
        assertThat(entry.kind()).isEqualTo(LedgerEntry.Kind.ANSWER);
        assertThat(entry.origin().line()).isEqualTo(1);
        assertThat(entry.detail()).startsWith("m1: ").contains(why);
    }

    @Test
    void ordinaryTextsPassTheFilters() {
        String list = "1. First, open the lid.\n2. Then, close the lid.\n3. Use [1] and a < b, or #2 of the list.\n";
        ResponseGroup group =
                group("\u041f\u0435\u0440\u0435\u0432\u0435\u0434\u0438 hello world, my friend", "Hello!", list, LONG);
        Map<String, String> all = Map.of(
                "drop", "refusal,cut_off,wrong_script,repeated_text,prompt_echoed,special_tokens,near_identical");
        assertThat(choose(all, List.of(group))).containsExactly(group);
    }

    @Test
    void anAnswerInAnotherLanguageIsDropped() {
        String english = "Tell me in a few words how a steam engine turns heat into motion, please.";
        String good = "Water is heated until it boils, and the steam that it becomes pushes a piston.";
        String german = "Wasser wird erhitzt, bis es kocht, und der Dampf treibt dann einen Kolben vor sich her.";
        String french = "L'eau est chauff\u00e9e jusqu'\u00e0 ce qu'elle bouille, et la vapeur pousse alors un piston.";
        List<ResponseGroup> groups = List.of(group(english, good, german, "Dampf!"));
        assertThat(texts(choose(Map.of("drop", "wrong_language"), groups))).containsExactly(good, "Dampf!");
        assertThat(ledger.entries())
                .extracting(e -> e.reason() + " " + e.detail())
                .containsExactly("wrong_language m1: the prompt is in English, the answer in German");
        List<ResponseGroup> named = List.of(group("?", good, german, french));
        assertThat(texts(choose(Map.of("languages", "en, deu"), named))).containsExactly(good, german);
        assertThat(ledger.entries().get(1).detail()).isEqualTo("m2: it is in French");
        assertThat(choose(Map.of("drop", "wrong_language"), named))
                .as("too short a prompt tells no language")
                .isEqualTo(named);
        assertThatThrownBy(() -> choose(Map.of("languages", "english"), named))
                .hasMessageStartingWith("choose.languages knows no english; there are afr, ara, ast, ");
    }

    @Test
    void lengthsAreBounded() {
        ResponseGroup group = group("q", "one", "one two three", "one two three four five six");
        assertThat(texts(choose(Map.of("min_words", "2", "max_words", 5), List.of(group))))
                .containsExactly("one two three");
        assertThat(texts(choose(Map.of("min_chars", "4", "max_chars", "13"), List.of(group))))
                .containsExactly("one two three");
        assertThat(ledger.entries())
                .extracting(e -> e.reason() + " " + e.detail())
                .containsExactly(
                        "too_short m0: 1 words, fewer than 2",
                        "too_long m2: 6 words, more than 5",
                        "too_short m0: 3 characters, fewer than 4",
                        "too_long m2: 27 characters, more than 13");
    }

    @Test
    void pairsAreDroppedWhereOneSideAloneRefusesOrBothSayTheSame() {
        ResponseGroup refusing = group("q", "I can't do that", "I cannot do it", "Here you are");
        assertThat(types(choose(Map.of("drop", List.of("refusal_chosen")), List.of(refusing))))
                .containsExactly("m0>m1");
        ResponseGroup other = group("q", "Here you are", "I cannot do it");
        assertThat(types(choose(Map.of("drop", "refusal-rejected"), List.of(other))))
                .isEmpty();
        ResponseGroup alike = group("q", LONG + "Yes.", LONG.toUpperCase(Locale.ROOT) + " yes", "No.");
        assertThat(types(choose(Map.of("drop", "near_identical"), List.of(alike))))
                .containsExactly("m0>m2", "m1>m2");
        assertThat(ledger.entries())
                .extracting(LedgerEntry::reason)
                .containsExactly("refusal_chosen", "refusal_chosen", "refusal_rejected", "near_identical");
    }

    @Test
    void policiesTakeTheirPairs() {
        ResponseGroup group = group("q", "a", "b", "c");
        assertThat(types(choose(Map.of("pairs", "adjacent"), List.of(group)))).containsExactly("m0>m1", "m1>m2");
        assertThat(types(choose(Map.of("pairs", "best_against_rest"), List.of(group))))
                .containsExactly("m0>m1", "m0>m2");
        assertThat(types(choose(Map.of("pairs", "best_against_worst"), List.of(group))))
                .containsExactly("m0>m2");
        assertThat(types(choose(Map.of("types", "m0:m2,m1>m2"), List.of(group))))
                .containsExactly("m0>m2", "m1>m2");
        List<ResponseGroup> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(group("question " + i, "a", "b", "c"));
        }
        List<ResponseGroup> drawn = choose(Map.of("pairs", "one_per_prompt", "seed", 4), many);
        assertThat(drawn).allMatch(left -> left.pairs().size() == 1);
        assertThat(Collections.frequency(types(drawn), "m0>m1")).isBetween(70, 130);
        Collections.shuffle(many, new Random(1));
        assertThat(choose(Map.of("pairs", "one_per_prompt", "seed", 4), many)).containsAll(drawn);
        assertThat(choose(Map.of("pairs", "one_per_prompt", "seed", 5), many)).isNotEqualTo(drawn);
    }

    @Test
    void typesAndLengthsAreBalanced() {
        List<ResponseGroup> groups = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            groups.add(
                    i % 10 == 0 ? group("q" + i, "short", "longer one") : group("q" + i, "longer one", "short", "no"));
        }
        List<ResponseGroup> byLength = choose(Map.of("length", "balance"), groups);
        assertThat(types(byLength)).hasSize(20).containsOnly("m0>m1");
        long longer = byLength.stream()
                .filter(g -> !g.pairs().isEmpty() && g.responses().get(0).text().length() > 5)
                .count();
        assertThat(longer).isEqualTo(10);
        List<String> balanced = types(choose(Map.of("balance_types", true), groups));
        for (String type : List.of("m0>m1", "m0>m2", "m1>m2")) {
            assertThat(Collections.frequency(balanced, type)).isEqualTo(90);
        }
        List<String> matched = types(choose(Map.of("length", "match", "length_ratio", "2"), groups));
        assertThat(matched).hasSize(100).containsOnly("m0>m1");
    }

    @Test
    void duplicatesOfPromptsAreFound() {
        String prompt = "Write a short story about a lighthouse keeper who finds a message in a bottle";
        List<ResponseGroup> groups = List.of(
                group(prompt, "a"),
                group("  write A short story about a lighthouse keeper who finds a message in a bottle", "b"),
                group(prompt + ", please.", "c"),
                group("Write a poem about the sea", "d"),
                group("2+2", "e"),
                group("2+3", "f"));
        assertThat(texts(choose(Map.of("duplicates", "exact"), groups))).containsExactly("a", "c", "d", "e", "f");
        assertThat(texts(choose(Map.of("duplicates", "near"), groups))).containsExactly("a", "d", "e", "f");
        assertThat(ledger.entries())
                .extracting(e -> e.reason() + " " + e.detail())
                .containsExactly(
                        "duplicate_prompt m0: but for case and spaces the prompt is that of f:0",
                        "duplicate_prompt m0: the prompt is much like that of f:0",
                        "duplicate_prompt m0: the prompt is much like that of f:0");
    }

    @Test
    void evaluationPromptsAreTakenOutShortOnesAndLongOnes() throws IOException {
        Path evaluation = Files.writeString(folder.resolve("evaluation.jsonl"), """
            {"instruction":"Who is Larry Page?","output":"x"}
            {"instruction":"one two three four five six seven eight nine ten eleven twelve thirteen fourteen"}
            {"prompt":"alpha beta gamma delta epsilon zeta eta theta"}
            """);
        List<ResponseGroup> groups = List.of(
                group("who is larry page", "a"),
                group("Who is Larry Page's brother?", "b"),
                group("Say: two three four five six seven eight nine ten eleven twelve, thirteen, fourteen!", "c"),
                group("two three four five six seven eight nine ten eleven twelve thirteen", "d"),
                group("What comes after alpha, beta, gamma, delta, epsilon, zeta, eta, theta?", "e"));
        assertThat(texts(choose(Map.of("decontaminate", evaluation.toString()), groups)))
                .containsExactly("b", "d");
        assertThat(ledger.entries()).extracting(LedgerEntry::reason).containsOnly("contaminated");
        assertThat(ledger.entries().get(0).detail()).isEqualTo("m0: the prompt is that of " + evaluation + ":1");
        assertThat(ledger.entries().get(1).detail()).contains("13 words in a row are those of " + evaluation + ":2");
    }

    @Test
    void allFaultsOfTheSettingsAreSaidAtOnce() {
        assertThatThrownBy(() -> ChooseSettings.read(
                        Map.of("drop", "refusals", "min_words", "many", "polcy", "all", "length_ratio", 0.5)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("choose.drop must be a list of some of near_identical, refusal,")
                .hasMessageContaining("choose.min_words must be a whole number, at least 0 (it is many)")
                .hasMessageContaining("there is no setting choose.polcy; did you mean choose.notice?")
                .hasMessageContaining("choose.length_ratio must be a number at least 1 (it is 0.5)");
    }

    @Test
    void seedsBeyondWhatADoubleHoldsAreTakenToTheDigit() {
        assertThat(ChooseSettings.read(Map.of("seed", "9007199254740993")).seed())
                .isEqualTo(9_007_199_254_740_993L);
    }

    private List<ResponseGroup> choose(Map<String, ?> settings, List<ResponseGroup> groups) {
        List<ResponseGroup> left = new ArrayList<>();
        try (Scratch scratch = Scratch.in(folder)) {
            new Stages(scratch, sink)
                    .run(
                            groups.iterator(),
                            (group, out) -> group,
                            Travel.stages(Choosing.stages(ChooseSettings.read(settings), scratch)),
                            (group, part) -> group,
                            (group, same) -> left.add(group));
        }
        return left;
    }

    private static List<String> texts(List<ResponseGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.responses().stream().map(Response::text))
                .toList();
    }

    private static List<String> types(List<ResponseGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.pairs().stream().map(pair -> pair.type()))
                .toList();
    }

    private static ResponseGroup group(String question, String... texts) {
        Prompt prompt = new Prompt.Chat(List.of(new Message(Role.USER, question)));
        List<Response> responses = new ArrayList<>();
        for (String text : texts) {
            int i = responses.size();
            responses.add(new Response("m" + i, text, i, null, new Origin("f", i)));
        }
        return new ResponseGroup(
                PromptIds.of(prompt),
                prompt,
                responses,
                OrderedPairs.of(responses).pairs(),
                new Origin("f", 0));
    }
}
