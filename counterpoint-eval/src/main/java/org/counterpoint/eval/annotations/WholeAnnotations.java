package org.counterpoint.eval.annotations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The short way through a {@code .json} file without a fault: in one go over its bytes, many times faster than row by
 * row. It judges nothing: at the first thing out of the ordinary it gives up, and {@link AnnotationReader}, which can say
 * what is wrong with which row, reads the file instead.
 */
final class WholeAnnotations {
    /** Larger ones are read as a stream. */
    private static final long MOST_BYTES = 64 << 20;

    private static final byte[] DATASET = ascii("dataset");
    private static final byte[] INSTRUCTION = ascii("instruction");
    private static final byte[] OUTPUT_1 = ascii("output_1");
    private static final byte[] GENERATOR_1 = ascii("generator_1");
    private static final byte[] OUTPUT_2 = ascii("output_2");
    private static final byte[] GENERATOR_2 = ascii("generator_2");
    private static final byte[] ANNOTATOR = ascii("annotator");
    private static final byte[] PREFERENCE = ascii("preference");
    private static final byte[] BASELINE_FIRST = ascii(BothOrders.BASELINE_FIRST);
    private static final byte[] CANDIDATE_FIRST = ascii(BothOrders.CANDIDATE_FIRST);

    private final String file;
    private final JsonWalker json;
    private int elements;

    /** Of the row before: most rows of a file say the same. */
    private String lastName = "";

    private WholeAnnotations(String file, JsonWalker json) {
        this.file = file;
        this.json = json;
    }

    /** All rows in order; null where the file is to be read row by row. */
    static @Nullable List<JudgedRow> rows(Path file) {
        try {
            if (!file.toString().endsWith(".json") || !Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                return null;
            }
            byte[] bytes = read(file);
            return bytes == null ? null : new WholeAnnotations(file.toString(), new JsonWalker(bytes)).rows();
        } catch (JsonWalker.Unusual e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** With a 0 behind the last byte; null if the file grows meanwhile. */
    private static byte @Nullable [] read(Path file) throws IOException {
        int size = Math.toIntExact(Files.size(file));
        byte[] bytes = new byte[size + 1];
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(bytes, 0, size + 1) == size ? bytes : null;
        }
    }

    private @Nullable List<JudgedRow> rows() throws JsonWalker.Unusual {
        json.expect('[');
        List<JudgedRow> rows = new ArrayList<>();
        do {
            JudgedRow row = row();
            if (row == null) {
                return null;
            }
            rows.add(row);
        } while (json.pass(','));
        json.expect(']');
        return json.atEnd() ? rows : null;
    }

    private @Nullable JudgedRow row() throws JsonWalker.Unusual {
        json.peek();
        Draft draft = new Draft(new Origin(file, json.line(), ++elements));
        int object = json.object();
        while (json.key(object)) {
            if (json.is(INSTRUCTION)) {
                json.string();
                draft.instruction = json.text();
            } else if (json.is(OUTPUT_1)) {
                json.string();
                draft.baselineLength = json.codePoints();
                draft.baselineHash = json.hash();
                draft.empty |= empty();
            } else if (json.is(OUTPUT_2)) {
                json.string();
                draft.candidateLength = json.codePoints();
                draft.empty |= empty();
            } else if (json.is(PREFERENCE)) {
                draft.preference = json.isNumber() ? AnnotationReader.onScale(json.number()) : null;
                if (draft.preference == null) {
                    return null;
                }
            } else if (json.is(GENERATOR_1)) {
                draft.baseline = name();
            } else if (json.is(GENERATOR_2)) {
                draft.candidate = name();
            } else if (json.is(ANNOTATOR)) {
                draft.annotator = json.passNull() ? null : name();
            } else if (json.is(DATASET)) {
                draft.dataset = json.passNull() ? null : name();
            } else if (json.is(BASELINE_FIRST)) {
                draft.bothOrders = true;
                draft.baselineFirst = orderedPreference();
            } else if (json.is(CANDIDATE_FIRST)) {
                draft.bothOrders = true;
                draft.candidateFirst = orderedPreference();
            } else {
                json.skip();
            }
        }
        return draft.row();
    }

    private boolean empty() throws JsonWalker.Unusual {
        return !json.beginsVisibly() && Texts.isEmpty(json.text());
    }

    private String name() throws JsonWalker.Unusual {
        json.string();
        String name = json.text();
        // One object for all equal ones: a file holds thousands.
        lastName = name.equals(lastName) ? lastName : name;
        return lastName;
    }

    private @Nullable Double orderedPreference() throws JsonWalker.Unusual {
        if (json.isNumber()) {
            return AnnotationReader.onScale(json.number());
        }
        json.skip();
        return null;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /** A row while its fields are met. */
    private static final class Draft {
        private final Origin origin;
        private @Nullable String instruction;
        private @Nullable String baseline;
        private @Nullable String candidate;
        private @Nullable String annotator;
        private @Nullable String dataset;
        private @Nullable Double preference;
        private boolean bothOrders;
        private @Nullable Double baselineFirst;
        private @Nullable Double candidateFirst;
        private int baselineLength = -1;
        private int candidateLength = -1;
        private int baselineHash;
        private boolean empty;

        Draft(Origin origin) {
            this.origin = origin;
        }

        @Nullable
        JudgedRow row() {
            if (instruction == null
                    || baseline == null
                    || candidate == null
                    || preference == null
                    || baselineLength < 0
                    || candidateLength < 0) {
                return null;
            }
            BothOrders orders = bothOrders ? new BothOrders(baselineFirst, candidateFirst) : null;
            Judgement judgement = new Judgement(
                    instruction,
                    preference - 1,
                    baselineLength,
                    candidateLength,
                    baselineHash,
                    empty,
                    dataset,
                    orders,
                    origin);
            return new JudgedRow(baseline, candidate, annotator, judgement);
        }
    }
}
