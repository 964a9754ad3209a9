package org.counterpoint.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.console.Signals;
import org.counterpoint.demo.world.WorldFiles;

/**
 * Goes once through commands that are short and given often. The launcher starts it under a JVM that writes all classes
 * it meets into an archive, from which later starts take them in half the time.
 */
final class Rehearsal {
    private static final String ANSWERS = """
            [{"instruction": "Name a river.", "output": "%s", "generator": "%s"},
             {"instruction": "Name a town.", "output": "%s, of course.", "generator": "%s"}]
            """;
    private static final String ANNOTATIONS = """
            [{"dataset": "d", "instruction": "Name a river.", "output_1": "Elbe", "generator_1": "a",
              "output_2": "%s", "generator_2": "%s", "annotator": "j", "preference": 1.25},
             {"dataset": "d", "instruction": "Name a town.", "output_1": "Rome", "generator_1": "a",
              "output_2": "%s\\n", "generator_2": "%s", "annotator": "j", "preference": 2}]
            """;

    private Rehearsal() {}

    /** @param args the folder for its files, which is there and empty */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        String weak = write(folder.resolve("weak.json"), ANSWERS.replace("%s", "weak"));
        String strong = write(folder.resolve("strong.json"), ANSWERS.replace("%s", "strong"));
        String one = write(folder.resolve("one.json"), ANNOTATIONS.replace("%s", "weak"));
        String two = write(folder.resolve("two.json"), ANNOTATIONS.replace("%s", "strong"));
        String page = folder.resolve("page.html").toString();
        Path pairs = folder.resolve("pairs");
        List<List<String>> commands = List.of(
                List.of("--help"),
                List.of("winrate", one, two, "--html", page),
                List.of("winrate", one, two, "--brief", "--json"),
                List.of("winrate", one, two, "--brief", "--difficulty", "none", "--format", "csv"),
                List.of(
                        "pairs",
                        "--answers",
                        weak,
                        "--answers",
                        strong,
                        "--order",
                        "strong,weak",
                        "--out",
                        pairs.toString()),
                List.of("judge", "--list"),
                List.of("settings", "dpo"));
        rehearse(commands);
        rehearse(withAModel(folder, pairs.resolve("groups.jsonl").toString()));
    }

    /** Commands that need the native parts: last, so that where those do not work the others are in the archive. */
    private static List<List<String>> withAModel(Path folder, String groups) throws IOException {
        Path parts = folder.resolve("parts");
        WorldFiles.modelParts(parts);
        String model = folder.resolve("model").toString();
        return List.of(
                List.of(
                        "model",
                        "init",
                        "--config",
                        parts.resolve("config.json").toString(),
                        "--tokenizer",
                        parts.resolve("tokenizer").toString(),
                        "--out",
                        model),
                List.of("score", "--model", model, "--data", groups, "--out", model + ".scores"),
                List.of("generate", "--model", model, "--data", groups, "--out", model + ".answers"));
    }

    private static void rehearse(List<List<String>> commands) {
        Signals.hear(() -> {});
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (List<String> command : commands) {
            int code = Main.run(command.toArray(String[]::new), nowhere, nowhere);
            if (code != ExitCode.DONE) {
                throw new IllegalStateException(command + " ended with " + code);
            }
        }
    }

    private static String write(Path file, String text) throws IOException {
        return Files.writeString(file, text).toString();
    }
}
