package org.counterpoint.examples;

import java.nio.file.Path;
import java.util.List;
import org.counterpoint.api.TextScorer;

/** How likely a model finds two answers: {@code ScoreAnswers MODEL}. */
public final class ScoreAnswers {
    private ScoreAnswers() {}

    public static void main(String[] args) {
        List<String> answers = List.of("Blue, on a clear day.", "The sky");
        try (TextScorer scorer = TextScorer.open(Path.of(args[0]))) {
            List<Double> logps = scorer.score("Name a colour of the sky.", answers);
            for (int i = 0; i < answers.size(); i++) {
                System.out.printf("%9.3f nats: %s%n", logps.get(i), answers.get(i));
            }
        }
    }
}
