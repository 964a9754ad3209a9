package org.counterpoint.eval.judge.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.data.InputException;
import org.counterpoint.eval.judge.Judge;
import org.counterpoint.eval.judge.Order;
import org.counterpoint.eval.judge.parse.MarkParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedJudgesTest {

    @TempDir
    Path folder;

    static Iterable<String> names() {
        return ShippedJudges.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aShippedJudgeIsReadAndIsTheSameAsAUsersFile(String name) throws IOException {
        Judge judge = ShippedJudges.find(name);
        assertThat(judge.name()).isEqualTo(name);
        assertThat(judge.description()).isNotBlank();
        Path own = Files.writeString(folder.resolve("own.yaml"), ShippedJudges.source(name));
        assertThat(ShippedJudges.find(own.toString()).parser()).isEqualTo(judge.parser());
    }

    @Test
    void theShippedJudgesSeeWhatTheyAreFor() {
        assertThat(ShippedJudges.find("single-rating").seesPairs()).isFalse();
        assertThat(ShippedJudges.find("ranking").order()).isEqualTo(Order.SEEDED);
        assertThat(ShippedJudges.find("score-pair").order()).isEqualTo(Order.BOTH);
        assertThat(ShippedJudges.find("weighted-logprob").parameters().topLogprobs())
                .isEqualTo(5);
        assertThat(ShippedJudges.find("weighted-logprob").parameters().maxTokens())
                .isEqualTo(1);
    }

    @Test
    void aJudgeOfOnesOwnIsAFile() throws IOException {
        Path own = Files.writeString(folder.resolve("own.yaml"), """
                name: mine
                messages:
                  - role: user
                    content: "{instruction} {output_1} {output_2} {reference}"
                answer: {form: mark, first: X, second: Y}
                """);
        Judge judge = ShippedJudges.find(own.toString());
        assertThat(judge.parser()).isEqualTo(new MarkParser("X", "Y", ""));
        assertThat(judge.needsReference()).isTrue();
        assertThat(judge.retries()).isEqualTo(2);
    }

    @Test
    void allFaultsOfAFileAreToldAtOnce() throws IOException {
        Path own = Files.writeString(folder.resolve("own.yaml"), """
                nam: mine
                order: seded
                messages:
                  - role: usr
                    content: "{instruction} {outptu_1} {output_2}"
                answer:
                  form: score-pair
                  least: 5
                  most: 2
                parameters:
                  max_token: 5
                  temperature: hot
                retries: many
                """);
        assertThatThrownBy(() -> ShippedJudges.find(own.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("own.yaml has 10 faults:")
                .hasMessageContaining("own.yaml:1:1: name is missing")
                .hasMessageContaining("own.yaml:1:1: nam is not known here; did you mean name?")
                .hasMessageContaining("own.yaml:2:8: order is seded; it must be one of seeded, both, baseline-first;"
                        + " did you mean seeded?")
                .hasMessageContaining("own.yaml:4:3: messages must show {output_1} and {output_2}")
                .hasMessageContaining("own.yaml:4:11: messages[0].role is usr")
                .hasMessageContaining("own.yaml:5:14: messages[0].content holds {outptu_1}, which is no gap;"
                        + " did you mean output_1?")
                .hasMessageContaining("own.yaml:9:9: answer.most is not above least")
                .hasMessageContaining("own.yaml:11:3: parameters.max_token is not known here; did you mean max_tokens?")
                .hasMessageContaining("own.yaml:12:16: parameters.temperature must be a number from 0 to 2 (it is hot)")
                .hasMessageContaining("own.yaml:13:10: retries must be a whole number from 0 to 20 (it is many)");
    }

    @Test
    void formsThatDoNotFitWhatIsShownAreRefused() throws IOException {
        Path own = Files.writeString(folder.resolve("own.yaml"), """
                name: mine
                messages: [{role: user, content: "{instruction} {output}"}]
                answer: {form: label-logprobs, first: a, second: a}
                """);
        assertThatThrownBy(() -> ShippedJudges.find(own.toString()))
                .hasMessageContaining("compares two answers, but the messages show one")
                .hasMessageContaining("answer.second is a, as another word of the answer is")
                .hasMessageContaining("needs parameters.top_logprobs of at least 2");
    }

    @Test
    void anUnknownNameIsToldWithTheOneMeant() {
        assertThatThrownBy(() -> ShippedJudges.find("rankin"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no judge is named rankin; did you mean ranking?");
        assertThatThrownBy(() -> ShippedJudges.find("none.yaml")).hasMessage("none.yaml: no such file");
    }
}
