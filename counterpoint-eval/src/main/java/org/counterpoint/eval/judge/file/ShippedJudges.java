package org.counterpoint.eval.judge.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.eval.judge.Judge;
import org.counterpoint.settings.Suggestions;

/** Judges by name. */
public final class ShippedJudges {
    /** The judge whose questions a person answers. */
    public static final String HUMAN = "human";

    private static final List<String> NAMES =
            List.of("ranking", "weighted-logprob", "score-pair", "pairwise-verdict", "single-rating", "rubric", HUMAN);

    private ShippedJudges() {}

    public static List<String> names() {
        return NAMES;
    }

    /**
     * A shipped judge, or the one in a file.
     *
     * @param nameOrFile a shipped judge's name; what ends in {@code .yaml} or {@code .yml}, or exists, is a file
     * @throws InputException where there is neither, naming every fault of a file
     */
    public static Judge find(String nameOrFile) {
        return JudgeFile.parse(shown(nameOrFile), source(nameOrFile));
    }

    /** The file as it stands, to be read by people and to begin one's own with. */
    public static String source(String nameOrFile) {
        return NAMES.contains(nameOrFile) ? shipped(nameOrFile) : YamlFile.text(file(nameOrFile));
    }

    private static String shown(String nameOrFile) {
        return NAMES.contains(nameOrFile) ? nameOrFile + ".yaml (shipped)" : nameOrFile;
    }

    private static Path file(String name) {
        try {
            Path file = Path.of(name);
            if (name.endsWith(".yaml") || name.endsWith(".yml") || Files.isRegularFile(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new InputException("\"" + name + "\" is no judge and no file name: " + e.getReason(), e);
        }
        throw new InputException("no judge is named " + name + Suggestions.meant(name, NAMES) + "\n  there are: "
                + String.join(", ", NAMES) + "; a judge of your own is a file, such as my-judge.yaml");
    }

    private static String shipped(String name) {
        try (InputStream in = ShippedJudges.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the judge " + name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
