package org.counterpoint.pairs.join;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Origin;
import org.counterpoint.pairs.core.text.ComparedText;
import org.counterpoint.pairs.core.text.Hashing;
import org.counterpoint.pairs.core.text.PlainWords;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a prompt and the answers that came together under it; made by any thread.
 *
 * @param prompt its text
 * @param plain a hash of its text without what does not make it another: spaces, case, Unicode form, roles
 * @param models who answered it
 * @param files where the answers stand, one for each
 * @param alone whether all of them are the same sample of one model, so that there is nothing to join
 * @param otherId another id that one of the answers has; null where there is none
 */
public record JoinedPrompt(
        String id,
        Origin origin,
        String prompt,
        long plain,
        Set<String> models,
        List<String> files,
        boolean alone,
        JoinReport.@Nullable OtherId otherId) {
    /** @param answers those that share a prompt, at least one */
    public static JoinedPrompt of(String id, List<Answer> answers) {
        Answer first = answers.get(0);
        Set<String> models = new LinkedHashSet<>();
        boolean alone = true;
        List<String> files = new ArrayList<>(answers.size());
        JoinReport.OtherId other = null;
        for (Answer answer : answers) {
            String own = answer.id();
            if (other == null && own != null && !own.equals(id)) {
                other = new JoinReport.OtherId(id, own, answer.origin());
            }
            alone &= answer.model().equals(first.model()) && answer.sample() == first.sample();
            models.add(answer.model());
            files.add(answer.origin().file());
        }
        String text = ComparedText.whole(first.prompt());
        return new JoinedPrompt(
                id,
                first.origin(),
                text,
                Hashing.text(PlainWords.sameButForSpaces(text), 0),
                models,
                files,
                alone,
                other);
    }
}
