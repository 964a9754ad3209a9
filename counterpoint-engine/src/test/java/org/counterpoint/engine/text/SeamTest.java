package org.counterpoint.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.counterpoint.engine.TokenSequence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeamTest {
    private static final String BOUNDARY = "boundary: the prompt's end and the answer's beginning make one token";

    private static EncodedGroup cut(int[] prompt, Boundary boundary, int[]... full) {
        return Seam.cut(prompt, Arrays.asList(full), Collections.nCopies(full.length, null), boundary);
    }

    @Test
    void takesTheWholePromptWhereItIsAPrefix() {
        EncodedGroup group = cut(new int[] {1, 2}, Boundary.SPLIT, new int[] {1, 2, 3}, new int[] {1, 2, 4, 5});
        assertThat(group.sequences()).extracting(TokenSequence::responseStart).containsExactly(2, 2);
        assertThat(group.merged()).containsExactly(false, false);
        assertThat(group.reasons()).containsExactly(null, null);
    }

    @Test
    void splitCutsTheWholeGroupAtTheShortestCommonPrefix() {
        EncodedGroup group = cut(
                new int[] {1, 2, 3}, Boundary.SPLIT, new int[] {1, 2, 3, 4}, new int[] {1, 2, 9}, new int[] {1, 2, 3});
        assertThat(group.sequences().get(0)).isNotNull().returns(2, TokenSequence::responseStart);
        assertThat(group.sequences().get(1)).isNotNull().returns(2, TokenSequence::responseStart);
        assertThat(group.sequences().get(2)).isNull();
        assertThat(group.reasons()).containsExactly(null, null, "empty_after_template");
        assertThat(group.merged()).containsExactly(false, true, false);
    }

    @Test
    void dropSetsTheMergedResponseAside() {
        EncodedGroup group = cut(new int[] {1, 2, 3}, Boundary.DROP, new int[] {1, 2, 3, 4}, new int[] {1, 2, 9});
        assertThat(group.sequences().get(0)).isNotNull().returns(3, TokenSequence::responseStart);
        assertThat(group.sequences().get(1)).isNull();
        assertThat(group.reasons()).containsExactly(null, BOUNDARY);
        assertThat(group.merged()).containsExactly(false, true);
    }

    @Test
    void aResponseWithNothingOfThePromptBeforeItIsSetAside() {
        EncodedGroup group = cut(new int[] {1, 2}, Boundary.SPLIT, new int[] {7, 8}, new int[] {1, 2, 3});
        assertThat(group.reasons()).containsExactly(BOUNDARY, null);
        assertThat(group.sequences().get(1)).isNotNull().returns(2, TokenSequence::responseStart);
        assertThat(cut(new int[0], Boundary.SPLIT, new int[] {7}).reasons()).containsExactly("empty_prompt");
    }

    @Test
    void allSequencesOfAnyGroupShareTheirPromptAndTheLongestOnePossible() {
        Random random = new Random(7);
        for (int round = 0; round < 5000; round++) {
            int[] prompt = random.ints(1 + random.nextInt(5), 0, 3).toArray();
            List<int @Nullable []> full = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                int[] tokens = Arrays.copyOf(prompt, random.nextInt(prompt.length + 4));
                for (int j = 0; j < tokens.length; j++) {
                    tokens[j] = random.nextInt(6) == 0 || j >= prompt.length ? random.nextInt(3) : tokens[j];
                }
                full.add(tokens);
            }
            Boundary boundary = random.nextBoolean() ? Boundary.SPLIT : Boundary.DROP;
            EncodedGroup group = Seam.cut(prompt, full, Collections.nCopies(full.size(), null), boundary);
            int longest = prompt.length;
            for (int i = 0; i < full.size(); i++) {
                if (group.sequences().get(i) != null) {
                    longest = Math.min(longest, Seam.commonPrefix(prompt, full.get(i)));
                }
            }
            for (int i = 0; i < full.size(); i++) {
                TokenSequence sequence = group.sequences().get(i);
                assertThat(sequence == null).isEqualTo(group.reasons().get(i) != null);
                if (sequence != null) {
                    assertThat(sequence.responseStart()).isEqualTo(longest);
                    assertThat(sequence.tokens()).isEqualTo(full.get(i));
                    assertThat(Arrays.copyOf(sequence.tokens(), longest)).isEqualTo(Arrays.copyOf(prompt, longest));
                    assertThat(boundary == Boundary.DROP && group.merged().get(i))
                            .isFalse();
                }
            }
        }
    }
}
