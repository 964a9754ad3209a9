package org.counterpoint.bench;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.text.Boundary;
import org.counterpoint.engine.text.EncodedGroup;
import org.counterpoint.engine.text.TextCodec;

/** Measures groups with the model's own tokenizer and template. */
final class GroupLengths {
    private GroupLengths() {}

    /** The groups with their lengths; those of which an answer cannot be tokenised are left out. */
    static List<DrawnGroups.Sized> of(List<PromptGroup> groups, TextCodec codec) {
        List<DrawnGroups.Sized> sized = new ArrayList<>();
        for (PromptGroup group : groups) {
            List<String> texts =
                    group.answers().stream().map(PromptGroup.Answer::text).toList();
            EncodedGroup encoded = codec.encode(group.prompt(), texts, Boundary.SPLIT);
            if (!encoded.sequences().contains(null)) {
                List<Integer> responses = encoded.sequences().stream()
                        .map(TokenSequence::responseTokens)
                        .toList();
                sized.add(new DrawnGroups.Sized(
                        group, new GroupTokens(encoded.sequences().get(0).responseStart(), responses)));
            }
        }
        return sized;
    }
}
