package org.counterpoint.pairs.join;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Origin;
import org.counterpoint.pairs.text.Hashing;
import org.counterpoint.pairs.text.PlainWords;
import org.counterpoint.pairs.text.PromptText;

/**
 * What is kept of a prompt and the answers that came together under it; made by any thread.
 *
 * @param prompt its text, cut where it is long
 * @param plain a hash of its text without what does not make it another: spaces, case, Unicode form, roles
 * @param models who answered it
 * @param files where the answers stand, one for each
 */
public record JoinedPrompt(
        String id, Origin origin, String prompt, long plain, Set<String> models, List<String> files) {
    private static final int SHOWN = 120;

    public JoinedPrompt {
        models = Set.copyOf(models);
        files = List.copyOf(files);
    }

    /** @param answers those that share an id or a prompt, at least one */
    public static JoinedPrompt of(String id, List<Answer> answers) {
        Answer first = answers.get(0);
        String text = PromptText.whole(first.prompt());
        return new JoinedPrompt(
                id,
                first.origin(),
                PromptText.cut(text, SHOWN),
                Hashing.text(PlainWords.sameButForSpaces(text), 0),
                answers.stream().map(Answer::model).collect(Collectors.toSet()),
                answers.stream().map(answer -> answer.origin().file()).toList());
    }
}
