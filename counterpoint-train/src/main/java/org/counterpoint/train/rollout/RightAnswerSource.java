package org.counterpoint.train.rollout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.forms.RightAnswers;
import org.counterpoint.data.rows.DataPlace;

/**
 * An exact grader: 1 for the right answer, else 0.
 *
 * @param identity a hash of the file, or of a folder's
 */
public record RightAnswerSource(RightAnswers right, String identity) implements RewardSource {

    /** @throws org.counterpoint.data.InputException where the file cannot be used */
    public static RightAnswerSource read(Path file) {
        try {
            return new RightAnswerSource(RightAnswers.read(file, Progress.NONE), new DataPlace(file).hash());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "right";
    }

    @Override
    public boolean covers(Prompt prompt) {
        return right.grade(prompt, "").isPresent();
    }

    @Override
    public List<double[]> scores(List<Answered> answered) {
        return answered.stream()
                .map(one -> one.texts().stream()
                        .mapToDouble(text -> right.grade(one.prompt(), text)
                                .orElseThrow(() -> new RewardException(
                                        "there is no right answer to " + one.id() + " in " + right.file())))
                        .toArray())
                .toList();
    }

    @Override
    public void close() {
        // All of it is in memory.
    }
}
