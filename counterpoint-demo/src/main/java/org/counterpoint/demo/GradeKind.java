package org.counterpoint.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Answer;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.AnswerReader;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.demo.world.Grade;
import org.counterpoint.demo.world.TaskFile;
import org.counterpoint.demo.world.World;
import org.counterpoint.recipe.stage.AnswerIndex;
import org.counterpoint.recipe.stage.Content;
import org.counterpoint.recipe.stage.Expected;
import org.counterpoint.recipe.stage.Field;
import org.counterpoint.recipe.stage.Forecast;
import org.counterpoint.recipe.stage.InputFile;
import org.counterpoint.recipe.stage.Output;
import org.counterpoint.recipe.stage.SchemaForm;
import org.counterpoint.recipe.stage.Size;
import org.counterpoint.recipe.stage.StageForm;
import org.counterpoint.recipe.stage.StageKind;
import org.counterpoint.recipe.stage.StageRun;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Grades answers to tasks of the demo's world by its own exact graders. Every model gets a grade for every task; a task
 * that it did not answer counts 0.
 */
public record GradeKind() implements StageKind<SchemaForm.Nothing> {
    private static final String TASKS = "tasks";
    private static final String ANSWERS = "answers";
    private static final String FILE = "grades.jsonl";
    private static final double ANSWERS_A_SECOND = 50_000;

    private static final StageForm<SchemaForm.Nothing> FORM = SchemaForm.ofInputs(
            Field.input(TASKS, Field.Arity.ONE, "tasks with what is right", Content.ROWS),
            Field.input(ANSWERS, Field.Arity.ALL, "answers stages or files, by name", Content.ANSWERS));

    @Override
    public String name() {
        return "grade";
    }

    @Override
    public String meaning() {
        return "exact grades of answers to tasks of the demo's world";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public StageForm<SchemaForm.Nothing> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("grades", new Output(Content.VERDICTS, FILE));
    }

    @Override
    public boolean namesInputs() {
        return true;
    }

    @Override
    public Forecast forecast(Expected<SchemaForm.Nothing> expected) {
        long graded = expected.input(ANSWERS).rows();
        return Forecast.rows(Map.of("grades", Size.of(graded, 0)), graded, ANSWERS_A_SECOND);
    }

    @Override
    public void run(StageRun<SchemaForm.Nothing> run) throws IOException {
        Map<String, TaskFile.Key> tasks = TaskFile.read(run.input(TASKS).path());
        List<Graded> all = new ArrayList<>();
        for (InputFile input : run.inputs(ANSWERS)) {
            for (AnswerFile file : AnswerIndex.files(input)) {
                all.add(new Graded(
                        arm(input, file), input.arm().getOrDefault(Field.SEED, ""), input.label(), answers(file)));
            }
        }
        try (JsonLines out = new JsonLines(run.folder().resolve(FILE))) {
            for (Graded one : all) {
                boolean alone = all.stream().filter(one::isNamedLike).count() == 1;
                grade(alone ? one.arm : one.label + "-" + one.arm, one.seed, tasks, one.answers, out);
            }
        }
    }

    /**
     * Whose answers are graded.
     *
     * @param arm without its seed
     * @param label tells arms of the same name apart, as those of several rounds
     */
    private record Graded(String arm, String seed, String label, Map<String, String> answers) {
        boolean isNamedLike(Graded other) {
            return arm.equals(other.arm) && seed.equals(other.seed);
        }
    }

    /** The arm without its seed; where there is none, what the recipe calls the answers. */
    private static String arm(InputFile input, AnswerFile file) {
        Map<String, String> labels = new LinkedHashMap<>(input.arm());
        labels.remove(Field.SEED);
        if (!labels.isEmpty()) {
            return String.join("-", labels.values());
        }
        return file.model() == null ? input.label() : file.model();
    }

    private static Map<String, String> answers(AnswerFile file) {
        Map<String, String> texts = new HashMap<>();
        try (AnswerReader reader = new AnswerReader(file, CountingLedger.discarding(), Progress.NONE)) {
            for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                if (answer.prompt() instanceof Prompt.Chat chat) {
                    texts.putIfAbsent(chat.messages().get(0).content(), answer.text());
                }
            }
        }
        return texts;
    }

    private static void grade(
            String arm, String seed, Map<String, TaskFile.Key> tasks, Map<String, String> answers, JsonLines out) {
        tasks.forEach((instruction, key) -> {
            String answer = answers.get(instruction);
            Grade grade = answer == null ? new Grade(0, "not answered") : key.grade(answer);
            out.write(JsonNodeFactory.instance
                    .objectNode()
                    .put("arm", arm)
                    .put("seed", seed)
                    .put("family", key.family())
                    .put("unseen", key.family().equals(World.unseenFamily()))
                    .put("instruction", instruction)
                    .put("answer", answer == null ? "" : answer)
                    .put("score", grade.score())
                    .put("reason", grade.reason()));
        });
    }
}
