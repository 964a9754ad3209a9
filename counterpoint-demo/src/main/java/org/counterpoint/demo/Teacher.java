package org.counterpoint.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.data.Answer;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.AnswerReader;
import org.counterpoint.demo.world.TaskFile;

/**
 * What a teacher's shipped answers are worth.
 *
 * @param grades by training instruction
 * @param characters mean length of an answer
 */
record Teacher(String name, Map<String, Double> grades, double characters) {

    /** From strongest to weakest. */
    static List<Teacher> all(Path folder) throws IOException {
        Map<String, TaskFile.Key> tasks = TaskFile.read(folder.resolve(Embedded.TRAINING_TASKS));
        List<Teacher> all = new ArrayList<>();
        for (String name : Embedded.TEACHERS) {
            Map<String, Double> grades = new HashMap<>();
            long characters = 0;
            AnswerFile file = new AnswerFile(name, Embedded.answers(folder, name));
            try (AnswerReader reader = new AnswerReader(file, CountingLedger.discarding(), Progress.NONE)) {
                for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                    String instruction =
                            ((Prompt.Chat) answer.prompt()).messages().get(0).content();
                    TaskFile.Key key = tasks.get(instruction);
                    if (key != null) {
                        grades.put(instruction, key.grade(answer.text()).score());
                        characters += answer.text().length();
                    }
                }
            }
            all.add(new Teacher(name, grades, (double) characters / Math.max(1, grades.size())));
        }
        return all;
    }

    double mean() {
        return grades.values().stream().mapToDouble(g -> g).average().orElse(0);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "teacher %-8s mean grade %.1f %%, %.1f characters an answer",
                name,
                100 * mean(),
                characters);
    }
}
