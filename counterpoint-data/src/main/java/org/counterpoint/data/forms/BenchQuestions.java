package org.counterpoint.data.forms;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.data.rows.Rows;
import tools.jackson.databind.JsonNode;

/**
 * The questions of MT-Bench and Arena-Hard, {@code question.jsonl} beside the file of answers or in the folder above it, as
 * FastChat lays them out. Read once a folder; safe to ask from several threads.
 */
final class BenchQuestions {
    static final String FILE = "question.jsonl";

    private final Map<Path, Map<String, List<String>>> byFolder = new ConcurrentHashMap<>();

    /** The turns of a question; empty where it is not known. */
    List<String> turns(String answerFile, String question) {
        Path folder = Path.of(answerFile).toAbsolutePath().getParent();
        return folder == null
                ? List.of()
                : byFolder.computeIfAbsent(folder, BenchQuestions::read).getOrDefault(question, List.of());
    }

    private static Map<String, List<String>> read(Path folder) {
        Path above = folder.getParent();
        Path beside = folder.resolve(FILE);
        Path file = Files.isRegularFile(beside) || above == null ? beside : above.resolve(FILE);
        Map<String, List<String>> questions = new HashMap<>();
        if (!Files.isRegularFile(file)) {
            return questions;
        }
        try (RowReader rows = Rows.open(file)) {
            while (rows.hasNext()) {
                if (rows.next() instanceof Row.Valid row) {
                    questions.putIfAbsent(id(row.json()), turns(row.json()));
                }
            }
        }
        return questions;
    }

    /** The number of a question, in its own row and in an answer's. */
    static String id(JsonNode row) {
        return row.path(row.has("question_id") ? "question_id" : "uid").asString("");
    }

    private static List<String> turns(JsonNode row) {
        List<String> turns = new ArrayList<>();
        for (JsonNode turn : row.path("turns")) {
            turns.add(
                    turn.isString() ? turn.stringValue() : turn.path("content").asString(""));
        }
        if (turns.isEmpty() && row.path("prompt").isString()) {
            turns.add(row.path("prompt").stringValue());
        }
        return turns;
    }
}
