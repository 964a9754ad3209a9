package org.counterpoint.examples;

import java.nio.file.Path;
import java.util.List;
import org.counterpoint.api.TextGenerator;

/** What a model answers, the likeliest and drawn: {@code GenerateAnswers MODEL}. */
public final class GenerateAnswers {
    private GenerateAnswers() {}

    public static void main(String[] args) {
        List<String> questions = List.of("Name a colour of the sky.", "What is two and two?");
        try (TextGenerator generator = TextGenerator.open(Path.of(args[0])).longest(16)) {
            generator.answers(questions).forEach(answer -> System.out.println("likeliest: " + answer));
            generator.sampling(0.7, 0.95, 1);
            generator.answers(questions).forEach(answer -> System.out.println("drawn: " + answer));
        }
    }
}
