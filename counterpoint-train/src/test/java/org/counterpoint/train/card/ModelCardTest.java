package org.counterpoint.train.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What a model's card says, and that anybody's text stays text in it. */
class ModelCardTest {

    @TempDir
    Path temp;

    private Path model;

    @BeforeEach
    void run() throws IOException {
        model = Files.createDirectories(temp.resolve("final"));
        write("run.json", """
            {"method": "dpo",
             "inputs": {"model": "/home/me/secret/sft/final", "data": "parts/train.jsonl", "reference": "ref"},
             "settings": {"beta": 0.2, "learning_rate": 5e-7, "epochs": 2, "evaluation.data": "held|out.jsonl",
                          "threads": 4, "steps": null, "chat_template": "a`|\\n# b"},
             "lineage": {"weights_sha256": "aa", "data_sha256": "bb", "evaluation_data_sha256": "cc"}}
            """);
        write("data.json", """
            {"training": {"groups": 3, "responses": 9, "tokens": 70, "truncated": 1,
                          "pairs": {"a|b>c": 4}, "set_aside": {"too_long": 2}}}
            """);
        write("metrics.jsonl", """
            {"step":1,"loss":9.0,"elapsed_seconds":1.5}
            {"step":2,"loss":0.5,"loss/a>b":7,"elapsed_seconds":2.5,"tokens_per_second":77.5}
            {"step":2,"eval_loss":0.75,"eval_accuracy":null}
            """);
    }

    private void write(String name, String text) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String card(String name, Path policy) throws IOException {
        new ModelCard(name, policy, temp.resolve("run.json"), temp.resolve("data.json"), temp.resolve("metrics.jsonl"))
                .write(model);
        return Files.readString(model.resolve("README.md"));
    }

    private static JsonNode front(String card) {
        String[] parts = card.split("---\n", 3);
        assertThat(parts[0]).isEmpty();
        return new YAMLMapper().readTree(parts[1]);
    }

    @Test
    void whatAModelWasMadeFromIsTold() throws IOException {
        String card = card("run", temp.resolve("none"));
        assertThat(card)
                .contains(
                        "| model | `sft/final` | `aa` |",
                        "| data | `parts/train.jsonl` | `bb` |",
                        "| held-out data | `held\\|out.jsonl` | `cc` |",
                        "| `beta` | `0.2` |",
                        "| `epochs` | `2` |",
                        "| training | 3 | 9 | 70 | 1 | 4 `a\\|b>c` | 2 `too_long` |",
                        "After 2 steps.",
                        "| `loss` | 0.5000 |",
                        "| `eval_loss` | 0.7500 |")
                .doesNotContain("/home/me", "| reference", "second", "`threads`", "`steps`", "loss/a");
        assertThat(front(card).toString())
                .isEqualTo("{\"library_name\":\"transformers\",\"pipeline_tag\":\"text-generation\","
                        + "\"tags\":[\"counterpoint\",\"dpo\"]}");
    }

    @Test
    void anybodysTextStaysText() throws IOException {
        String card = card("x\n# y <script> [a](b) `c` | *d*", temp.resolve("none"));
        assertThat(card)
                .contains(
                        "\n# x \\# y &lt;script&gt; \\[a\\]\\(b\\) \\`c\\` \\| \\*d\\*\n",
                        "| `chat_template` | ``a`\\| # b`` |");
        assertThat(Markdown.code("`")).isEqualTo("`` ` ``");
        assertThat(Markdown.code("")).isEqualTo("`  `");
        assertThat(Markdown.place("../x/y/z")).isEqualTo("`y/z`");
    }

    @Test
    void theBaseIsNamedAsTheHubNamesIt() throws IOException {
        Path snapshot = temp.resolve("hub/models--org--m/snapshots/abc");
        String card = card("run", snapshot);
        assertThat(front(card).path("base_model").asString()).isEqualTo("org/m");
        assertThat(front(card).path("base_model_relation").asString()).isEqualTo("finetune");
        Files.createDirectories(temp.resolve("sft"));
        Files.move(model.resolve("README.md"), temp.resolve("sft/README.md"));
        assertThat(front(card("next", temp.resolve("sft"))).path("base_model").asString())
                .isEqualTo("org/m");
        write("sft/README.md", "---\nbase_model: ../elsewhere\n---\nbase_model: a/b\n");
        assertThat(front(card("next", temp.resolve("sft"))).has("base_model")).isFalse();
    }

    @Test
    void anAdaptersCardBecomesTheWholeModels() throws IOException {
        Path snapshot = temp.resolve("hub/models--org--m/snapshots/abc");
        Files.writeString(model.resolve("adapter_config.json"), "{}");
        JsonNode adapter = front(card("run", snapshot));
        assertThat(adapter.path("library_name").asString()).isEqualTo("peft");
        assertThat(adapter.path("base_model_relation").asString()).isEqualTo("adapter");
        assertThat(adapter.path("tags").toString()).isEqualTo("[\"counterpoint\",\"dpo\",\"lora\"]");
        String merged = ModelCard.merged(model).orElseThrow();
        assertThat(front(merged).path("library_name").asString()).isEqualTo("transformers");
        assertThat(front(merged).path("base_model_relation").asString()).isEqualTo("finetune");
        assertThat(merged).endsWith("\nMerged with its base: this folder holds the whole model.\n");
        assertThat(ModelCard.merged(temp)).isEmpty();
    }
}
