package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DrawnGroupsTest {
    private static DrawnGroups.Sized sized(int number, String... texts) {
        List<PromptGroup.Answer> answers = IntStream.range(0, texts.length)
                .mapToObj(i -> new PromptGroup.Answer("m" + i, texts[i]))
                .toList();
        PromptGroup group = new PromptGroup("g" + number, new JsonMapper().createArrayNode(), answers);
        List<Integer> responses =
                IntStream.range(0, texts.length).map(i -> number + i).boxed().toList();
        return new DrawnGroups.Sized(group, new GroupTokens(10, responses));
    }

    private static List<DrawnGroups.Sized> hundred() {
        return IntStream.range(0, 100).mapToObj(i -> sized(i, "a", "b", "c")).toList();
    }

    @Test
    void drawsOneGroupFromEachSliceOfLengths() {
        List<DrawnGroups.Sized> drawn = DrawnGroups.draw(hundred(), 3, 512, 10, 1);
        assertThat(drawn.stream().map(s -> s.tokens().responses().get(0) / 10))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void theSeedDecides() {
        assertThat(DrawnGroups.draw(hundred(), 3, 512, 10, 1)).isEqualTo(DrawnGroups.draw(hundred(), 3, 512, 10, 1));
        assertThat(DrawnGroups.draw(hundred(), 3, 512, 10, 1)).isNotEqualTo(DrawnGroups.draw(hundred(), 3, 512, 10, 2));
    }

    @Test
    void leavesOutWhatIsTooLongIncompleteOrTwiceTheSame() {
        List<DrawnGroups.Sized> candidates = List.of(
                sized(1, "a", "b", "c"), sized(2, "a", "b"), sized(3, "a", "b", "a"), sized(490, "a", "b", "c"));
        assertThat(DrawnGroups.draw(candidates, 3, 501, 1, 1)).containsExactly(candidates.get(0));
        assertThat(DrawnGroups.draw(candidates, 3, 502, 2, 1)).contains(candidates.get(3));
        assertThatThrownBy(() -> DrawnGroups.draw(candidates, 3, 501, 2, 1))
                .hasMessage("wanted 2 groups of 3 answers within 501 tokens, and 1 of 4 are such");
    }

    @Test
    void aSinglePairIsTheStrongestAndTheWeakest() {
        DrawnGroups.Sized pair = sized(5, "a", "b", "c").singlePair();
        assertThat(pair.group().answers()).extracting(PromptGroup.Answer::text).containsExactly("a", "c");
        assertThat(pair.tokens().responses()).containsExactly(5, 7);
        assertThat(pair.group().pairs()).isEqualTo(1);
    }
}
