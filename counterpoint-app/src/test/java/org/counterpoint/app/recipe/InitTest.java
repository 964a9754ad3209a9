package org.counterpoint.app.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.app.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InitTest {

    @TempDir
    Path folder;

    @Test
    void theRecipeThatItWritesCanBePlannedOnceItsFilesAreThere() throws IOException {
        String dir = folder.resolve("mine").toString();
        assertThat(Shell.run("init", dir).code()).isZero();
        for (String model : new String[] {"gpt4", "chatgpt", "davinci"}) {
            Files.writeString(
                    folder.resolve("mine/" + model + ".json"),
                    "[{\"instruction\":\"q\",\"output\":\"" + model + "\"}]");
        }
        Files.createDirectory(folder.resolve("mine/model"));
        Files.writeString(folder.resolve("mine/model/config.json"), "{}");
        Shell.Result plan = Shell.run(
                "run", dir + "/recipe.yaml", "--out", folder.resolve("run").toString(), "--dry-run");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("dpo/linear").contains("answered/none").contains("0 done, 8 to do");

        Shell.Result again = Shell.run("init", dir);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("recipe.yaml exists already");
    }

    /** Written by {@code counterpoint init --schema > recipes/recipe.schema.json}. */
    @Test
    void aRecipeThatCannotBeWrittenLeavesNothing() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("recipe.yaml/mine"));
        Shell.Result result = Shell.run("init", folder.toString(), "--overwrite");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("counterpoint init: " + folder.resolve("recipe.yaml"));
        assertThat(folder.toFile().list()).containsExactly("recipe.yaml");
        assertThat(inTheWay).exists();
    }

    @Test
    void theSchemaInTheRepositoryIsTheCodes() throws IOException {
        String schema = Shell.run("init", "--schema").out();
        JsonNode json = JsonMapper.shared().readTree(schema);
        assertThat(json.at("/properties/stages/additionalProperties/properties/stage/enum/0")
                        .stringValue())
                .isEqualTo("answers");
        assertThat(Path.of("../recipes/recipe.schema.json"))
                .as("make it anew: ./counterpoint init --schema > recipes/recipe.schema.json")
                .hasContent(schema);
    }
}
