package org.counterpoint.data.forms;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.counterpoint.data.Answer;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;

/** What is right, by prompt: a file of answers, of which the first to a prompt counts. */
public final class RightAnswers {
    private final Path file;
    /** By the prompt's hash, without whitespace at the ends. */
    private final Map<String, String> right = new HashMap<>();

    private RightAnswers(Path file) {
        this.file = file;
    }

    /** @throws InputException where the file as a whole cannot be used */
    public static RightAnswers read(Path file, Progress progress) {
        RightAnswers answers = new RightAnswers(file);
        try (AnswerReader reader =
                AnswerReader.toPair(new AnswerFile("right", file), CountingLedger.discarding(), progress)) {
            for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                answers.right.putIfAbsent(
                        PromptIds.sha256(answer.prompt()), answer.text().strip());
            }
        }
        return answers;
    }

    /** 1 for the right text, whitespace at the ends apart, else 0; empty where nothing is known of the prompt. */
    public OptionalDouble grade(Prompt prompt, String text) {
        String reference = right.get(PromptIds.sha256(prompt));
        return reference == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(text.strip().equals(reference) ? 1 : 0);
    }

    /** The file that was read. */
    public Path file() {
        return file;
    }
}
