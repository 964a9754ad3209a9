package org.counterpoint.serve.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.counterpoint.store.FolderLock;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Folders as runs leave them, with texts that would do harm on a careless page. */
final class ExampleRuns {
    static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private ExampleRuns() {}

    static void training(Path folder, String method, int steps, int of) throws IOException {
        Files.createDirectories(folder);
        ObjectNode run = JsonMapper.shared().createObjectNode().put("method", method);
        run.putObject("inputs").put("model", HOSTILE);
        run.putObject("settings").put("steps", of).put("lr", 5e-7);
        Files.writeString(folder.resolve("run.json"), run.toString());
        StringBuilder lines = new StringBuilder();
        for (int step = 1; step <= steps; step++) {
            lines.append(metrics(step, of));
        }
        Files.writeString(folder.resolve("metrics.jsonl"), lines);
        Files.writeString(folder.resolve("ledger.jsonl"), """
                {"kind": "row", "reason": "too_long"}
                {"kind": "row", "reason": "too_long"}
                {"kind": "row", "reason": "empty_answer"}
                """);
    }

    static String metrics(int step, int of) {
        double done = step / (double) of;
        return String.format(
                Locale.ROOT,
                "{\"step\":%d,\"epoch\":%.4f,\"elapsed_seconds\":%.1f,\"loss\":%.4f,\"rewards/accuracies\":%.4f,"
                        + "\"rewards/accuracies/a>b\":%.4f,\"objective/kl\":%.4f}%n",
                step,
                done,
                step * 0.5,
                Math.exp(-done) + (step % 7) / 20.0,
                0.5 + done / 3 + (step % 5) / 40.0,
                0.4 + done / 3,
                4 * done);
    }

    static String rollout(int step) {
        ObjectNode row = JsonMapper.shared()
                .createObjectNode()
                .put("step", step)
                .put("id", "p" + step)
                .put("sample", 0);
        row.putArray("messages").addObject().put("role", "user").put("content", "Name a river. " + HOSTILE);
        return row.put("text", "The Elbe, said at step " + step + ". " + HOSTILE)
                        .put("prompt_tokens", 12)
                        .put("tokens", 9)
                        .put("finish", "stop")
                        .put("score", 0.5)
                        .put("kl", 0.25)
                        .put("reward", 0.45)
                + "\n";
    }

    /** A recipe's run with two arms that are done and one that was stopped while it trained. */
    static void recipe(Path folder) throws IOException {
        ObjectNode run = JsonMapper.shared()
                .createObjectNode()
                .put("recipe", "recipes/arms.yaml")
                .put("about", "Three arms")
                .put("seed", 1)
                .put("status", "running");
        for (String task : new String[] {"train/dpo done", "train/slic done", "train/sft running", "grade to-do"}) {
            String[] parts = task.split(" ", 2);
            run.withArray("tasks")
                    .addObject()
                    .put("id", parts[0])
                    .put("kind", parts[0].startsWith("train") ? "train" : "grade")
                    .put("status", parts[1].replace('-', ' '))
                    .put("seconds", parts[1].equals("done") ? 12.5 : 0)
                    .put("expected_seconds", parts[1].equals("done") ? 0 : 40)
                    .putNull("message");
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("run.json"), run.toString());
        training(folder.resolve("train/dpo"), "dpo", 40, 40);
        training(folder.resolve("train/slic"), "slic", 40, 40);
        Files.createDirectories(folder.resolve("train/dpo/final"));
        training(folder.resolve(".work/train/sft/artifact"), "sft", 10, 40);
    }

    /** A process that trains, as far as a board can see: it holds the folder and appends, until it is killed. */
    static final class Live {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            int of = 100_000;
            training(folder, "grpo", 100, of);
            try (FolderLock lock = FolderLock.take(folder).orElseThrow()) {
                for (int step = 101; lock != null && step < of; step++) {
                    append(folder.resolve("metrics.jsonl"), metrics(step, of));
                    append(folder.resolve("rollouts.jsonl"), rollout(step));
                    Thread.sleep(100);
                }
            }
        }

        private static void append(Path file, String line) throws IOException {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        static Process start(Path folder) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Live.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }
}
