package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.JsonText;
import org.counterpoint.engine.ModelException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * The JSON header of a safetensors file, checked against the bytes that follow it: the tensors cover them
 * from the first to the last without gap or overlap, as the format demands.
 *
 * @param entries by their place in the file
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int MOST_DIMENSIONS = 64;

    /** A tensor's bytes are {@code begin} to {@code end} after the header. */
    record Entry(String name, DType dtype, List<Long> shape, long begin, long end) {}

    static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
        Reader reader = new Reader(file);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), utf8(file, json))) {
            reader.read(parser);
        } catch (JacksonException e) {
            throw new ModelException(file + ": the safetensors header is not valid: " + JsonText.words(e), e);
        }
        reader.entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        checkCover(file, reader.entries, dataBytes);
        return new SafetensorsHeader(List.copyOf(reader.entries), reader.metadata);
    }

    private static String utf8(Path file, byte[] json) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ModelException(file + ": the safetensors header is not UTF-8: the file is damaged", e);
        }
    }

    private static void checkCover(Path file, List<Entry> entries, long dataBytes) {
        long at = 0;
        String before = "the header";
        for (Entry entry : entries) {
            if (entry.begin != at) {
                throw new ModelException(
                        file + ": tensor " + entry.name + " begins at byte " + entry.begin + " of the data, " + before
                                + " ends at " + at + ": tensors must follow each other without gap or overlap");
            }
            at = entry.end;
            before = "tensor " + entry.name;
        }
        if (at != dataBytes) {
            throw new ModelException(file + ": the header describes " + at + " bytes of data, the file holds "
                    + dataBytes + (at > dataBytes ? ": it is cut short, fetch it again" : ": it is damaged"));
        }
    }

    /** Walks the header's tokens; nothing is kept of a tensor but its entry. */
    private static final class Reader {
        private final Path file;
        private final List<Entry> entries = new ArrayList<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();

        Reader(Path file) {
            this.file = file;
        }

        void read(JsonParser parser) {
            need(parser.nextToken() == JsonToken.START_OBJECT, "the header", "must be a JSON object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                if (name.equals("__metadata__")) {
                    readMetadata(parser);
                } else {
                    entries.add(readEntry(parser, name));
                }
            }
            need(parser.nextToken() == null, "the header", "goes on after its JSON object");
        }

        private void readMetadata(JsonParser parser) {
            need(parser.nextToken() == JsonToken.START_OBJECT, "__metadata__", "must be an object of strings");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                need(parser.nextToken() == JsonToken.VALUE_STRING, "__metadata__", "must be an object of strings");
                metadata.put(key, parser.getString());
            }
        }

        private Entry readEntry(JsonParser parser, String name) {
            String what = "tensor " + name;
            DType dtype = null;
            List<Long> shape = null;
            List<Long> offsets = null;
            need(parser.nextToken() == JsonToken.START_OBJECT, what, "must be an object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "dtype" -> dtype = dtype(parser, what);
                    case "shape" -> shape = longs(parser, what, key);
                    case "data_offsets" -> offsets = longs(parser, what, key);
                    default -> throw fault(what, "has the unknown key `" + key + "`");
                }
            }
            if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
                throw fault(what, "needs `dtype`, `shape` and two `data_offsets`");
            }
            Entry entry = new Entry(name, dtype, List.copyOf(shape), offsets.get(0), offsets.get(1));
            checkSize(entry, what);
            return entry;
        }

        private DType dtype(JsonParser parser, String what) {
            need(parser.currentToken() == JsonToken.VALUE_STRING, what, "needs a string as `dtype`");
            String name = parser.getString();
            return DType.named(name).orElseThrow(() -> fault(what, "has the unknown dtype " + shown(name)));
        }

        private List<Long> longs(JsonParser parser, String what, String key) {
            String mend = "needs whole numbers from 0 in `" + key + "`";
            need(parser.currentToken() == JsonToken.START_ARRAY, what, mend);
            List<Long> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                need(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, what, mend);
                need(parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER, what, mend + " that fit 63 bits");
                long value = parser.getLongValue();
                need(value >= 0, what, mend);
                need(values.size() < MOST_DIMENSIONS, what, "has more than " + MOST_DIMENSIONS + " dimensions");
                values.add(value);
            }
            return values;
        }

        private void checkSize(Entry entry, String what) {
            long bits = entry.dtype.bits();
            try {
                for (long size : entry.shape) {
                    bits = Math.multiplyExact(bits, size);
                }
            } catch (ArithmeticException e) {
                throw new ModelException(
                        file + ": " + what + " has the shape " + entry.shape + ", too large to address", e);
            }
            need(entry.begin <= entry.end, what, "ends at byte " + entry.end + ", before it begins at " + entry.begin);
            need(
                    bits % 8 == 0 && bits / 8 == entry.end - entry.begin,
                    what,
                    "of shape " + entry.shape + " and dtype " + entry.dtype + " needs " + (bits + 7) / 8
                            + " bytes, has " + (entry.end - entry.begin));
        }

        private void need(boolean holds, String what, String fault) {
            if (!holds) {
                throw fault(what, fault);
            }
        }

        private ModelException fault(String what, String fault) {
            return new ModelException(file + ": " + what + " " + fault + ": not a sound safetensors file");
        }

        private static String shown(String text) {
            return text.length() <= 40 ? text : text.substring(0, 40) + "...";
        }
    }
}
