package org.counterpoint.data.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlNode.Scalar.Type;
import org.counterpoint.store.BrokenLink;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads a YAML file of one mapping. Names given twice, anchors and aliases are faults: a settings file needs none. */
public final class YamlFile {
    private static final YAMLMapper YAML = YAMLMapper.shared();
    private static final long MOST_BYTES = 4 << 20;
    private static final int DEEPEST = 64;

    private final Function<TokenStreamLocation, YamlPlace> places;
    private final JsonParser parser;
    private final YamlFaults faults;

    private YamlFile(Function<TokenStreamLocation, YamlPlace> places, JsonParser parser, YamlFaults faults) {
        this.places = places;
        this.parser = parser;
        this.faults = faults;
    }

    /**
     * Reads a file; paths in it count from its folder.
     *
     * @param faults takes what does not end the reading, such as names that stand twice
     * @throws InputException where the file cannot be read, is no YAML, or no mapping
     */
    public static YamlNode.Mapping read(Path file, YamlFaults faults) {
        Path folder = file.toAbsolutePath().getParent();
        return parse(file.toString(), folder == null ? Path.of("") : folder, text(file), faults);
    }

    /** A value given on the command line: {@code [1, 2]}, {@code {kind: step}}, {@code 3}; what is no YAML is a text. */
    public static YamlNode value(String option, String yaml) {
        try {
            YamlFaults faults = new YamlFaults();
            YamlNode.Mapping wrapped = parse(option, line -> YamlPlace.commandLine(option), "value: " + yaml, faults);
            YamlNode value = wrapped.get("value");
            if (value != null && wrapped.entries().size() == 1 && faults.isEmpty()) {
                return value;
            }
        } catch (InputException e) {
            // No YAML, such as a pair type or a path with odd characters: a text, below.
        }
        return YamlNode.Scalar.text(YamlPlace.commandLine(option), yaml);
    }

    /** @throws InputException where the file cannot be opened, is no UTF-8 or is larger than any settings file */
    public static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InputException(file + " has " + Files.size(file) + " bytes, too many for a file of settings");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new InputException(BrokenLink.words(file).orElse(file + ": no such file"), e);
        } catch (CharacterCodingException e) {
            throw new InputException(file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * @param name the file's, as it is shown in faults
     * @param faults takes what does not end the reading
     * @throws InputException where the text is no YAML, or no mapping
     */
    public static YamlNode.Mapping parse(String name, String text, YamlFaults faults) {
        return parse(name, Path.of(""), text, faults);
    }

    private static YamlNode.Mapping parse(String name, Path folder, String text, YamlFaults faults) {
        return parse(name, at -> new YamlPlace(name, folder, line(at), column(at)), text, faults);
    }

    private static YamlNode.Mapping parse(
            String name, Function<TokenStreamLocation, YamlPlace> places, String text, YamlFaults faults) {
        try (JsonParser parser = YAML.createParser(text)) {
            YamlFile file = new YamlFile(places, parser, faults);
            if (parser.nextToken() == null) {
                throw new InputException(name + " is empty");
            }
            YamlNode root = file.node(0);
            if (parser.nextToken() != null) {
                faults.add(file.place(), "a second document begins; a file of settings has one");
            }
            if (root instanceof YamlNode.Mapping mapping) {
                return mapping;
            }
            throw new InputException(root.place() + ": the file is " + root.kind() + ", not names with values");
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            String at = location == null ? "" : ":" + line(location) + ":" + column(location);
            throw new InputException(name + at + ": " + YamlWords.of(e.getOriginalMessage()), e);
        }
    }

    private YamlNode node(int depth) {
        YamlPlace place = place();
        if (depth > DEEPEST) {
            faults.add(place, "is nested more than " + DEEPEST + " deep");
        }
        if (((YAMLParser) parser).isCurrentAlias()) {
            faults.add(place, "an alias (*name) is not understood here; write the value out");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping(place, depth);
            case START_ARRAY -> sequence(place, depth);
            case VALUE_NULL -> new YamlNode.Scalar(place, Type.NOTHING, "");
            case VALUE_TRUE, VALUE_FALSE -> new YamlNode.Scalar(place, Type.TRUTH, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new YamlNode.Scalar(place, Type.NUMBER, parser.getString());
            default -> new YamlNode.Scalar(place, Type.TEXT, parser.getString());
        };
    }

    private YamlNode mapping(YamlPlace place, int depth) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            YamlPlace at = place();
            parser.nextToken();
            YamlNode value = node(depth + 1);
            YamlNode.Entry first = entries.putIfAbsent(name, new YamlNode.Entry(at, value));
            if (first != null) {
                faults.add(
                        at, name + " is given twice, first at " + first.name().position());
            }
        }
        return new YamlNode.Mapping(place, entries);
    }

    private YamlNode sequence(YamlPlace place, int depth) {
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(depth + 1));
        }
        return new YamlNode.Sequence(place, items);
    }

    private YamlPlace place() {
        return places.apply(parser.currentTokenLocation());
    }

    private static int line(TokenStreamLocation location) {
        return Math.max(1, location.getLineNr());
    }

    private static int column(TokenStreamLocation location) {
        return Math.max(1, location.getColumnNr());
    }
}
