package org.counterpoint.eval.judge.job;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.data.rows.Rows;
import tools.jackson.databind.JsonNode;

/** The part of a test set that each instruction of a file is from, as AlpacaEval's rows say it: for tables by part. */
final class Datasets {
    private Datasets() {}

    /** By instruction; rows that name none are left out. */
    static Map<String, String> of(Path file) {
        Map<String, String> datasets = new HashMap<>();
        try (RowReader rows = Rows.open(file)) {
            while (rows.hasNext()) {
                if (rows.next() instanceof Row.Valid row) {
                    JsonNode instruction = row.json().path("instruction");
                    JsonNode dataset = row.json().path("dataset");
                    if (instruction.isString() && dataset.isString()) {
                        datasets.putIfAbsent(instruction.stringValue(), dataset.stringValue());
                    }
                }
            }
        }
        return datasets;
    }
}
