package org.counterpoint.engine.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.counterpoint.engine.JsonText;
import org.counterpoint.engine.ModelException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a tokenizer.json says about ids, read as a stream because the file lists every token.
 *
 * @param size the largest id plus one, added tokens included
 * @param ids the ids of the tokens asked for that exist
 */
record Vocabulary(int size, Map<String, Integer> ids) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
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
        Reading reading = new Reading(wanted);
        try (JsonParser parser = MAPPER.createParser(json)) {
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
        return new Vocabulary(reading.size, Map.copyOf(reading.ids));
    }

    private static final class Reading {
        private final Set<String> wanted;
        private final Map<String, Integer> ids = new HashMap<>();
        private int size;

        Reading(Set<String> wanted) {
            this.wanted = wanted;
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
                token(parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : "", id);
                while (parser.currentToken() != JsonToken.END_ARRAY) {
                    parser.skipChildren();
                    parser.nextToken();
                }
            }
        }

        private void token(String content, int id) {
            if (id >= 0 && id < Integer.MAX_VALUE) {
                size = Math.max(size, id + 1);
                if (wanted.contains(content)) {
                    ids.putIfAbsent(content, id);
                }
            }
        }
    }
}
