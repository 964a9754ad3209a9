package org.counterpoint.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.counterpoint.demo.world.WorldFiles;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelInitializer;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.score.ResponseScorer;
import org.counterpoint.train.score.ScoreRequest;
import org.counterpoint.train.settings.SettingsReader;
import org.counterpoint.train.settings.TrainSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ScoreOnSparkTest {
    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @TempDir
    Path folder;

    @Test
    void whatAKilledRunScoredIsGoneOnFrom() throws IOException {
        Path model = model();
        Path groups = folder.resolve("groups.jsonl");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            rows.append("{\"messages\":[{\"role\":\"user\",\"content\":\"Sort the numbers ")
                    .append(i)
                    .append(" 7 3\"}],\"responses\":[{\"model\":\"a\",\"text\":\"3 7 ")
                    .append(i)
                    .append("\"},{\"model\":\"b\",\"text\":\"")
                    .append(i % 7)
                    .append("\"}]}\n");
        }
        Files.writeString(groups, rows);
        TrainSettings settings = SettingsReader.read("sft", Map.of(), List.of("max_length=48"));
        ScoreRequest request = new ScoreRequest(
                model, groups, folder.resolve("scores.jsonl"), settings.data(), settings.passes(), false);
        ResponseScorer.score(new EngineBackend(null, BaseWeights.MAPPED), request, done -> {});
        String unbroken = Files.readString(request.out());
        Files.delete(request.out());
        assertThatThrownBy(() -> ResponseScorer.score(new EngineBackend(null, BaseWeights.MAPPED), request, done -> {
                    if (done == 128) {
                        throw new IllegalStateException("stopped");
                    }
                }))
                .hasMessage("stopped");
        Path partial = folder.resolve(".scores.jsonl.partial");
        List<String> kept = Files.readAllLines(partial);
        assertThat(kept).hasSize(1 + 128);
        Files.writeString(partial, String.join("\n", kept.subList(0, 101)) + "\n{\"id\":\"g1");

        new ScoreOnSpark(SPARK.context(), model, null, BaseWeights.MAPPED, request).run(request, done -> {});
        assertThat(request.out()).hasContent(unbroken);
        assertThat(partial).doesNotExist();
    }

    private Path model() throws IOException {
        WorldFiles.modelParts(folder.resolve("parts"));
        ModelInitializer.write(
                folder.resolve("parts/config.json"),
                folder.resolve("parts/tokenizer"),
                folder.resolve("tiny"),
                DType.F32,
                1,
                Long.MAX_VALUE);
        return folder.resolve("tiny");
    }
}
