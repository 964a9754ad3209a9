package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.serve.board.BoardServer;
import org.counterpoint.serve.board.BoardSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is stopped from the board and gone on with, and ends as if nothing had been. */
@Tag("slow")
class BoardControlTest {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{16})\",\"name\":\"run\"");

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ChildCommand> children = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        children.forEach(ChildCommand::close);
    }

    private HttpResponse<String> post(BoardServer board, String path, String run) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(board.url() + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"run\": \"" + run + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String run(BoardServer board) throws Exception {
        try (var events = http.send(
                        HttpRequest.newBuilder(URI.create(board.url() + "news")).build(),
                        HttpResponse.BodyHandlers.ofLines())
                .body()) {
            Matcher id = ID.matcher(
                    events.filter(line -> line.startsWith("data:")).findFirst().orElseThrow());
            assertThat(id.find()).isTrue();
            return id.group(1);
        }
    }

    @Test
    void stopsARunAndGoesOnWithItsOwnCommand() throws Exception {
        TinyModels.make(folder, 7);
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            groups.add("{\"id\":\"g" + i + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Say " + i
                    + ".\"}],\"responses\":[{\"model\":\"a\",\"text\":\"One, said " + i
                    + ".\"},{\"model\":\"b\",\"text\":\"No.\"}]}");
        }
        Files.write(folder.resolve("groups.jsonl"), groups);
        Path runs = Files.createDirectory(folder.resolve("runs"));
        List<String> train = new ArrayList<>(List.of(
                "train",
                "dpo",
                "--model",
                path("tiny"),
                "--data",
                path("groups.jsonl"),
                "--set",
                "groups_per_step=1",
                "--set",
                "steps=120",
                "--set",
                "checkpoint.every=0",
                "--overwrite",
                "--out"));
        List<String> here = new ArrayList<>(train);
        here.add(runs.resolve("run").toString());
        ChildCommand child = ChildCommand.start(folder, here.toArray(String[]::new));
        children.add(child);
        child.when(() -> ChildCommand.lines(runs.resolve("run/metrics.jsonl")) > 4);
        try (BoardServer board = BoardServer.open(new BoardSettings(List.of(runs), 0, true))) {
            String id = run(board);
            assertThat(post(board, "go-on", id).body()).contains("was not stopped here");
            assertThat(post(board, "stop", id).statusCode()).isEqualTo(200);
            assertThat(child.exit()).as(child.output()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(child.output()).containsPattern("stopped after step \\d+ of 120; the same command goes on");
            assertThat(post(board, "stop", id).body()).contains("run does not run");
            long kept = ChildCommand.lines(runs.resolve("run/metrics.jsonl"));
            assertThat(kept).isLessThan(120);

            HttpResponse<String> gone = post(board, "go-on", id);
            assertThat(gone.statusCode()).as(gone.body()).isEqualTo(200);
            await(runs.resolve("run/final"));
            assertThat(ChildCommand.lines(runs.resolve("run/metrics.jsonl"))).isEqualTo(120);
        }
        train.add(path("whole"));
        assertThat(Shell.run(train.toArray(String[]::new)).code()).isZero();
        assertThat(runs.resolve("run/final/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/final/model.safetensors"));
    }

    private static void await(Path path) throws InterruptedException, IOException {
        for (int i = 0; i < 1200 && !Files.exists(path); i++) {
            Thread.sleep(100);
        }
        assertThat(path).exists();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
