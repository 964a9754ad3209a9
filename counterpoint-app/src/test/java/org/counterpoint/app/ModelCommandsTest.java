package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandsTest {

    private static final String CONFIG = """
        {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 8, "intermediate_size": 16,
         "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1, "vocab_size": 3,
         "max_position_embeddings": 32, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "hidden_act": "silu",
         "tie_word_embeddings": true, "initializer_range": 0.02, "bos_token_id": 0, "eos_token_id": 0}
        """;
    private static final String TOKENIZER = """
        {"version": "1.0", "added_tokens": [], "normalizer": null, "pre_tokenizer": null, "post_processor": null,
         "decoder": null, "model": {"type": "BPE", "vocab": {"<e>": 0, "a": 1, "b": 2}, "merges": []}}
        """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeParts() throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG);
        Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
    }

    @Test
    void initMakesAModelThatInspectDescribes() {
        Shell.Result init = init("tiny", "--seed", "5");
        assertThat(init.err()).isEmpty();
        assertThat(init.code()).isZero();
        assertThat(init.out()).contains("model.safetensors").contains("tokenizer.json");

        Shell.Result inspect = Shell.run("model", "inspect", path("tiny"), "--weights");
        assertThat(inspect.err()).isEmpty();
        assertThat(inspect.out()).contains("LlamaForCausalLM").contains("1 layers, width 8, inner width 16");
        assertThat(Shell.run("model", "inspect", path("tiny"), "--json").out()).contains("\"parameters\" : 624");
    }

    @Test
    void importMakesAModelFromAGgufFile() throws IOException {
        Path file = Path.of("../counterpoint-engine/src/test/resources/golden/gguf/llama-smollm.gguf");
        Shell.Result made = Shell.run("model", "import", file.toString(), "--out", path("imported"));
        assertThat(made.err()).isEmpty();
        assertThat(made.code()).isZero();
        assertThat(made.out()).contains("chat_template.jinja").contains("model.safetensors");
        Shell.Result inspect = Shell.run("model", "inspect", path("imported"), "--weights");
        assertThat(inspect.out()).contains("LlamaForCausalLM").contains("2 layers, width 32, inner width 64");

        Shell.Result refused = Shell.run("model", "import", path("config.json"), "--out", path("none"));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("counterpoint model import: " + path("config.json")
                        + ": it does not begin with GGUF: not a GGUF file\n");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aPlaceBelowAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Shell.Result made = init("file/deep/tiny");
        assertThat(made.code()).isEqualTo(2);
        assertThat(made.err())
                .isEqualTo("counterpoint model init: " + path("file/deep/tiny") + " cannot be made: " + file
                        + " is a file; give another --out\n");
        Shell.Result recipe = Shell.run("init", file.toString());
        assertThat(recipe.code()).isEqualTo(2);
        assertThat(recipe.err()).contains("cannot be made: " + file + " is a file; give another DIR");
    }

    @Test
    void aTakenPlaceIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("taken")).resolve("diary.txt"), "dear");
        Shell.Result refused = init("taken");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("counterpoint model init: " + path("taken")
                        + " exists already: choose another --out, or give --overwrite\n");
        Shell.Result stillRefused = init("taken", "--overwrite");
        assertThat(stillRefused.code()).isEqualTo(2);
        assertThat(stillRefused.err()).contains("is not a model folder (it has no config.json), so it is not replaced");
        assertThat(folder.resolve("taken/diary.txt")).hasContent("dear");
    }

    @Test
    void overwriteReplacesAModel() throws IOException {
        init("tiny", "--seed", "1");
        byte[] first = Files.readAllBytes(folder.resolve("tiny/model.safetensors"));
        assertThat(init("tiny", "--set", "seed=2", "--overwrite").code()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("tiny/model.safetensors"))).isNotEqualTo(first);
        assertThat(init("tiny", "--seed=1", "--overwrite").code()).isZero();
        assertThat(folder.resolve("tiny/model.safetensors")).hasBinaryContent(first);
        assertThat(folder).isDirectoryNotContaining("glob:**.old").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aMistypedSettingIsRefused() {
        Shell.Result result = init("tiny", "--set", "sede=2");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("counterpoint: --set sede=2: init has no setting sede; did you mean seed?\n");
        assertThat(folder.resolve("tiny")).doesNotExist();
        assertThat(init("tiny", "--set", "seed").err()).isEqualTo("counterpoint: --set seed: write it as name=value\n");
    }

    @Test
    void whatIsNoModelIsNamed() {
        Shell.Result result = Shell.run("model", "inspect", path("nowhere"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("counterpoint model inspect: " + path("nowhere") + " is not a folder");
        assertThat(result.err()).doesNotContain("\tat ");
        assertThat(Shell.run("model", "inspect", path("nowhere"), "--stacktrace")
                        .err())
                .contains("\tat org.counterpoint");
    }

    private Shell.Result init(String out, String... more) {
        String[] args = new String[8 + more.length];
        System.arraycopy(
                new String[] {
                    "model",
                    "init",
                    "--config",
                    path("config.json"),
                    "--tokenizer",
                    path("tokenizer.json"),
                    "--out",
                    path(out)
                },
                0,
                args,
                0,
                8);
        System.arraycopy(more, 0, args, 8, more.length);
        return Shell.run(args);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aModelGoesOutAsGgufAndComesBack() throws IOException {
        TinyModels.make(folder, 7);
        String[] export = {
            "model",
            "export",
            "--model",
            folder.resolve("tiny").toString(),
            "--gguf",
            folder.resolve("out/tiny.gguf").toString(),
            "--type",
            "bf16"
        };
        Shell.Result made = Shell.run(export);
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(folder.resolve("out/Modelfile")).content().startsWith("FROM ./tiny.gguf\n");
        Shell.Result again = Shell.run(export);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("exists; give another --gguf, or --overwrite to replace it");
        export[5] = folder.resolve("out/tiny-q8.gguf").toString();
        export[7] = "q8_0";
        Shell.Result second = Shell.run(export);
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out())
                .contains(folder.resolve("out/tiny-q8.Modelfile").toString());
        assertThat(folder.resolve("out/tiny-q8.Modelfile")).content().startsWith("FROM ./tiny-q8.gguf\n");
        assertThat(folder.resolve("out/Modelfile")).content().startsWith("FROM ./tiny.gguf\n");
        Shell.Result back = Shell.run(
                "model",
                "import",
                folder.resolve("out/tiny.gguf").toString(),
                "--out",
                folder.resolve("back").toString());
        assertThat(back.code()).as(back.err()).isZero();
    }
}
