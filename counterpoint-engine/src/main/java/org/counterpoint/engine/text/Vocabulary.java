package org.counterpoint.engine.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.counterpoint.engine.JsonText;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a tokenizer.json says about ids, read as a stream because the file lists every token.
 *
 * @param size the largest id plus one, added tokens included
 * @param ids the ids of the tokens asked for that exist
 * @param added those among the tokens asked for that {@code added_tokens} lists
 * @param modelSize how many tokens the model's own vocabulary has
 * @param last the text of the token with the largest id
 * @param lastAdded the largest id in {@code added_tokens}; -1 where there is none
 */
record Vocabulary(int size, Map<String, Integer> ids, Set<String> added, int modelSize, String last, int lastAdded) {
    /** Every name is there once: a table of those that were met would be filled for nothing. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .build())
            .build();

    private static final long LARGEST = 512L << 20;

    /** The file's bytes, or an error that says what is there instead. */
    static byte[] readFile(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        try {
            if (!Files.isRegularFile(file)) {
                String other = Files.exists(folder.resolve("tokenizer.model"))
                        ? "there is a tokenizer.model, which is another form: open the model with transformers"
                                + " (AutoTokenizer) and save_pretrained it, which writes tokenizer.json"
                        : "copy the tokenizer.json of the model into the folder";
                throw new ModelException("no tokenizer.json in " + folder + "\n  " + other);
            }
            if (Files.size(file) > LARGEST) {
                throw new ModelException(file + " is larger than 512 MiB: not a tokenizer");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Vocabulary read(byte[] json, Path file, Set<String> wanted) {
        Reading reading = read(json, file, new Reading(wanted, null));
        return new Vocabulary(
                reading.size,
                Map.copyOf(reading.ids),
                Set.copyOf(reading.added),
                reading.modelSize,
                reading.last,
                reading.lastAdded);
    }

    /** Every token by its id. */
    static SortedMap<Integer, String> tokens(byte[] json, Path file) {
        SortedMap<Integer, String> tokens = new TreeMap<>();
        read(json, file, new Reading(Set.of(), tokens));
        return tokens;
    }

    private static Reading read(byte[] json, Path file, Reading reading) {
        // Of text and not of bytes: the parser of bytes refuses names with escaped surrogate pairs, which Python
        // writes.
        try (JsonParser parser = MAPPER.createParser(new String(json, StandardCharsets.UTF_8))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ModelException("a JSON object is expected\n  in " + file);
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "added_tokens" -> reading.addedTokens(parser);
                    case "model" -> reading.model(parser);
                    default -> parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new ModelException("not valid JSON: " + JsonText.words(e) + "\n  in " + file, e);
        }
        if (reading.size == 0) {
            throw new ModelException("the tokenizer has no vocabulary\n  in " + file);
        }
        return reading;
    }

    private static final class Reading {
        private final Set<String> wanted;
        private final Map<String, Integer> ids = new HashMap<>();
        private final @Nullable Map<Integer, String> all;
        private final Set<String> added = new HashSet<>();
        private int modelSize;
        private String last = "";
        private int lastAdded = -1;
        private int size;

        /** @param all takes every token; null where they are not wanted */
        Reading(Set<String> wanted, @Nullable Map<Integer, String> all) {
            this.wanted = wanted;
            this.all = all;
        }

        void addedTokens(JsonParser parser) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                String content = "";
                int id = -1;
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    JsonToken value = parser.nextToken();
                    if (name.equals("id") && value == JsonToken.VALUE_NUMBER_INT) {
                        id = parser.getIntValue();
                    } else if (name.equals("content") && value == JsonToken.VALUE_STRING) {
                        content = parser.getString();
                    } else {
                        parser.skipChildren();
                    }
                }
                token(content, id);
                lastAdded = Math.max(lastAdded, id);
                if (wanted.contains(content)) {
                    added.add(content);
                }
            }
        }

        void model(JsonParser parser) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean vocabulary = parser.currentName().equals("vocab");
                JsonToken value = parser.nextToken();
                if (vocabulary && value == JsonToken.START_OBJECT) {
                    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                        String content = parser.currentName();
                        modelSize++;
                        token(content, parser.nextToken() == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : -1);
                    }
                } else if (vocabulary && value == JsonToken.START_ARRAY) {
                    unigrams(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }

        /** A Unigram model lists [token, score]; the id is the place. */
        private void unigrams(JsonParser parser) {
            for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
                modelSize++;
                token(parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : "", id);
                while (parser.currentToken() != JsonToken.END_ARRAY) {
                    parser.skipChildren();
                    parser.nextToken();
                }
            }
        }

        private void token(String content, int id) {
            if (id >= 0 && id < Integer.MAX_VALUE) {
                last = id >= size ? content : last;
                if (all != null) {
                    all.put(id, content);
                }
                size = Math.max(size, id + 1);
                if (wanted.contains(content)) {
                    ids.putIfAbsent(content, id);
                }
            }
        }
    }
}
