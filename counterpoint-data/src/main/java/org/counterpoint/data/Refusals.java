package org.counterpoint.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells a refusal by how it opens, from a list that a person can read and replace. */
public final class Refusals implements Serializable {
    /** The list that is built in: English, {@code refusals.txt} beside this class. */
    public static final Refusals BUILT_IN = builtIn();

    private final List<String> openings;
    private final int longest;
    /** The characters that an opening begins with: most texts begin with another, and are told apart by that. */
    private final Set<Character> firsts;

    private Refusals(Stream<String> lines) {
        this.openings = lines.map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.endsWith(".") ? line.substring(0, line.length() - 1) + " " : line)
                .map(Refusals::plain)
                .toList();
        this.firsts = openings.stream().map(opening -> opening.charAt(0)).collect(Collectors.toUnmodifiableSet());
        this.longest = openings.stream().mapToInt(String::length).max().orElse(0);
    }

    /**
     * A list of one's own, of the form that the built-in one explains.
     *
     * @throws InputException where the file cannot be read or names nothing
     */
    public static Refusals read(Path file) {
        try {
            Refusals list = new Refusals(Files.readAllLines(file, StandardCharsets.UTF_8).stream());
            if (list.openings.isEmpty()) {
                throw new InputException(file + " names no opening of a refusal; give one a line.");
            }
            return list;
        } catch (IOException e) {
            throw new InputException(file + " cannot be read as a list of refusals in UTF-8: " + e, e);
        }
    }

    private static Refusals builtIn() {
        try (InputStream in = Refusals.class.getResourceAsStream("refusals.txt")) {
            String text = new String(Objects.requireNonNull(in, "refusals.txt").readAllBytes(), StandardCharsets.UTF_8);
            return new Refusals(text.lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the text opens as refusals do. */
    public boolean matches(String text) {
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (start == text.length()
                || (text.charAt(start) < 0x80 && !firsts.contains(Character.toLowerCase(text.charAt(start))))) {
            return false;
        }
        String opening = plain(text.substring(start, Math.min(text.length(), start + longest)));
        for (String refusal : openings) {
            if (opening.startsWith(refusal)) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String text) {
        return text.replace('\u2019', '\'').toLowerCase(Locale.ROOT);
    }
}
