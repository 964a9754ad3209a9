package org.counterpoint.settings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What a setting may be: checks a raw value, from YAML or a command line, and gives it its Java type. */
public sealed interface SettingType {

    /**
     * @return a Double, Long, Boolean, String or list of Strings
     * @throws IllegalArgumentException saying what was expected, such as "a number above 0"
     */
    Object read(Object raw);

    /** A finite number in a range. */
    record Real(Range range) implements SettingType {
        @Override
        public Double read(Object raw) {
            try {
                double value = decimal(raw).doubleValue();
                if (Double.isFinite(value) && range.accepts(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // falls through to the one message below
            }
            throw new IllegalArgumentException("a number " + range.words());
        }
    }

    /** A whole number in a range. */
    record Whole(long low, long high) implements SettingType {
        @Override
        public Long read(Object raw) {
            try {
                long value = decimal(raw).longValueExact();
                if (value >= low && value <= high) {
                    return value;
                }
            } catch (ArithmeticException | NumberFormatException e) {
                // falls through to the one message below
            }
            throw new IllegalArgumentException("a whole number" + range());
        }

        private String range() {
            if (high < Integer.MAX_VALUE) {
                return " from " + low + " to " + high;
            }
            return low == Long.MIN_VALUE ? "" : ", at least " + low;
        }
    }

    /** true or false. */
    record Flag() implements SettingType {
        @Override
        public Boolean read(Object raw) {
            return switch (String.valueOf(raw)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("true or false");
            };
        }
    }

    /** One of a few words; {@code _} and {@code -} are the same, and so are capitals and small letters. */
    record Word(List<String> values) implements SettingType {
        public Word {
            values = List.copyOf(values);
        }

        @Override
        public String read(Object raw) {
            if (raw instanceof String word) {
                for (String value : values) {
                    if (value.replace('-', '_').equalsIgnoreCase(word.strip().replace('-', '_'))) {
                        return value;
                    }
                }
            }
            throw new IllegalArgumentException("one of " + expected(raw));
        }

        private String expected(Object raw) {
            return String.join(", ", values) + Suggestions.meant(String.valueOf(raw), values);
        }
    }

    /** Some of a few words: a list, or a text with commas. */
    record Words(List<String> values) implements SettingType {
        public Words {
            values = List.copyOf(values);
        }

        @Override
        public List<String> read(Object raw) {
            Word word = new Word(values);
            List<String> words = new ArrayList<>();
            for (Object item : items(raw)) {
                try {
                    words.add(word.read(item instanceof String text ? text.strip() : item));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("a list of some of " + word.expected(item), e);
                }
            }
            return List.copyOf(words);
        }
    }

    /** Names: a list, or a text with commas. */
    record Names() implements SettingType {
        @Override
        public List<String> read(Object raw) {
            List<String> names = new ArrayList<>();
            for (Object item : items(raw)) {
                if (item instanceof String || item instanceof Number || item instanceof Boolean) {
                    names.add(item.toString().strip());
                } else {
                    names.add("");
                }
            }
            if (names.stream().anyMatch(String::isEmpty)) {
                throw new IllegalArgumentException("a list of names");
            }
            return List.copyOf(names);
        }
    }

    /** Files: a list, or a text with commas, of which those that are part of a file's name are left alone. */
    record Paths() implements SettingType {
        @Override
        public List<String> read(Object raw) {
            List<String> paths = raw instanceof String text ? split(text) : new Names().read(raw);
            if (paths.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("a list of files");
            }
            return paths;
        }

        /** The fewest files: from the left, the longest stretch that is a file, else the text up to the next comma. */
        public static List<String> split(String text) {
            List<String> parts = text.isBlank() ? List.of() : List.of(text.split(",", -1));
            List<String> paths = new ArrayList<>();
            for (int from = 0; from < parts.size(); ) {
                int to = parts.size();
                while (to > from + 1 && !isThere(String.join(",", parts.subList(from, to)))) {
                    to--;
                }
                paths.add(String.join(",", parts.subList(from, to)).strip());
                from = to;
            }
            return List.copyOf(paths);
        }

        private static boolean isThere(String path) {
            try {
                return Files.exists(Path.of(path.strip()));
            } catch (InvalidPathException e) {
                return false;
            }
        }
    }

    /** Any text that is not empty. */
    record Text() implements SettingType {
        @Override
        public String read(Object raw) {
            if (raw instanceof String || raw instanceof Number) {
                String text = raw.toString();
                if (!text.isBlank()) {
                    return text;
                }
            }
            throw new IllegalArgumentException("a text");
        }
    }

    /** The name of a pair type, or, for likelihood training, of a model; {@code a:b} stands for {@code a>b}. */
    record TypeName() implements SettingType {
        @Override
        public String read(Object raw) {
            String text = new Text().read(raw);
            int colon = text.indexOf(':');
            return text.contains(">") || colon < 0 || colon != text.lastIndexOf(':') ? text : text.replace(':', '>');
        }
    }

    /**
     * A text of a form of its own, such as {@code 10m}; numbers are taken as they are written.
     *
     * @param form a regular expression of all of the text
     * @param words what is expected, for a person
     */
    record Pattern(String form, String words) implements SettingType {
        @Override
        public String read(Object raw) {
            String text = raw instanceof String || raw instanceof Number
                    ? raw.toString().strip()
                    : "";
            if (!text.matches(form)) {
                throw new IllegalArgumentException(words);
            }
            return text;
        }
    }

    /** Names of pair types: a list, or a text with commas. */
    record TypeNames() implements SettingType {
        @Override
        public List<String> read(Object raw) {
            try {
                List<String> names = items(raw).stream()
                        .map(name -> new TypeName().read(name instanceof String text ? text.strip() : name))
                        .toList();
                if (!names.isEmpty()) {
                    return names;
                }
            } catch (IllegalArgumentException e) {
                // falls through to the one message below
            }
            throw new IllegalArgumentException("all, or a list of pair types such as [a>b, a>c]");
        }
    }

    private static Collection<?> items(Object raw) {
        if (raw instanceof Collection<?> list) {
            return list;
        }
        String text = String.valueOf(raw);
        return text.isBlank() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    private static BigDecimal decimal(Object raw) {
        if (raw instanceof BigDecimal decimal) {
            return decimal;
        }
        if (raw instanceof BigInteger whole) {
            return new BigDecimal(whole);
        }
        if (raw instanceof Number || raw instanceof String) {
            String text = raw.toString().strip();
            if (text.length() > 60) {
                throw new NumberFormatException("too long for a number");
            }
            BigDecimal value = new BigDecimal(text);
            if (Math.abs((long) value.scale()) > 400) {
                throw new NumberFormatException("out of range");
            }
            return value;
        }
        throw new NumberFormatException("no number");
    }
}
