package org.counterpoint.app.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.app.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes that ship can be planned, given a user's files. */
class ShippedRecipesTest {

    @TempDir
    Path folder;

    @Test
    void thePapersArmsArePlanned() throws IOException {
        String plan = plan("paper-llama7b", List.of("gpt4", "chatgpt", "instructgpt"), "sft.model");
        assertThat(plan).contains("continued/dpo-easy-to-hard", "continued/slic-gpt4-instructgpt", "0 done, 21 to do");
    }

    @Test
    void theRealRunIsPlanned() throws IOException {
        String plan = plan("real-smollm2", List.of("strong", "middle", "weak"), "sft.model", "answered-start.model");
        assertThat(plan).contains("dpo/reverse", "answered-start", "0 done, 12 to do");
    }

    private String plan(String recipe, List<String> teachers, String... models) throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        List<String> args = new ArrayList<>(List.of(
                "run",
                "../recipes/" + recipe + ".yaml",
                "--dry-run",
                "--out",
                folder.resolve("run").toString()));
        for (String teacher : teachers) {
            Path file = folder.resolve(teacher + ".json");
            Files.writeString(file, "[{\"instruction\":\"q\",\"output\":\"" + teacher + "\"}]");
            args.addAll(List.of("--set", "answers.files." + teacher + "=" + file));
        }
        for (String setting : models) {
            args.addAll(List.of("--set", setting + "=" + model));
        }
        Shell.Result result = Shell.run(args.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }
}
