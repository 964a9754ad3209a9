package org.counterpoint.engine.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A chat template's text and where it came from.
 *
 * @param text the template
 * @param name a file or {@code built-in chatml}, for errors
 */
record TemplateSource(String text, String name) {
    private static final List<String> BUILT_IN = List.of("chatml", "alpaca");
    private static final long LARGEST = 4L << 20;

    /**
     * The template to use, or null where the model has none.
     *
     * @param setting the setting {@code chat_template}: a file or a built-in name; null for the model's own
     */
    static @Nullable TemplateSource find(Path folder, @Nullable String setting) {
        if (setting == null) {
            return own(folder);
        }
        if (BUILT_IN.contains(setting)) {
            return builtIn(setting);
        }
        try {
            Path file = Path.of(setting);
            if (Files.isRegularFile(file)) {
                return file(file);
            }
        } catch (InvalidPathException e) {
            // Falls through to the same error as a file that is not there.
        }
        throw new ModelException("chat_template: there is no file \"" + setting + "\", and no built-in template of"
                + " that name\n  built-in: " + String.join(", ", BUILT_IN));
    }

    /** chat_template.jinja, else tokenizer_config.json's "chat_template" (of several, the one named default). */
    private static @Nullable TemplateSource own(Path folder) {
        Path jinja = folder.resolve("chat_template.jinja");
        if (Files.isRegularFile(jinja)) {
            return file(jinja);
        }
        Path config = folder.resolve("tokenizer_config.json");
        JsonNode value = JsonFiles.objectOrEmpty(config).get("chat_template");
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isString()) {
            return new TemplateSource(value.stringValue(), config.toString());
        }
        if (value.isArray()) {
            for (JsonNode named : value) {
                JsonNode name = named.get("name");
                JsonNode template = named.get("template");
                if (name != null
                        && template != null
                        && template.isString()
                        && name.asString("").equals("default")) {
                    return new TemplateSource(template.stringValue(), config + " (default)");
                }
            }
            throw new ModelException("\"chat_template\" lists several templates and none of them is named default"
                    + "\n  in " + config + "\n  set chat_template to a file that holds the one to use");
        }
        throw new ModelException("\"chat_template\" must be a string or a list of {name, template}\n  in " + config);
    }

    private static TemplateSource file(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new ModelException(file + " is larger than 4 MiB: not a chat template");
            }
            return new TemplateSource(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw new ModelException("the chat template is not UTF-8\n  in " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TemplateSource builtIn(String name) {
        try (InputStream in = TemplateSource.class.getResourceAsStream(name + ".jinja")) {
            if (in == null) {
                throw new IllegalStateException("the built-in template " + name + " is not in the jar");
            }
            return new TemplateSource(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8), "built-in template " + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
