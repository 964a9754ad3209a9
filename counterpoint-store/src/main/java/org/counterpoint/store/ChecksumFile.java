package org.counterpoint.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The SHA-256 of every file in a folder, in the form of the tool {@code sha256sum}. */
public final class ChecksumFile {
    /** The file's name. */
    public static final String NAME = "checksums.sha256";

    private ChecksumFile() {}

    /** Writes the checksums of all files that are in the folder and below it. */
    public static void write(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String name : names(folder)) {
            lines.append(Checksums.sha256(folder.resolve(name)))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        Files.writeString(folder.resolve(NAME), lines);
    }

    /** What is wrong with the folder; empty where every file is as it was written. */
    public static Optional<String> fault(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.of("it has no " + NAME);
        }
        Set<String> present = new HashSet<>(names(folder));
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            if (line.length() < 67) {
                return Optional.of(NAME + " is damaged");
            }
            String name = line.substring(66);
            if (!present.remove(name)) {
                return Optional.of(name + " is missing");
            }
            if (!Checksums.sha256(folder.resolve(name)).equals(line.substring(0, 64))) {
                return Optional.of(name + " is not as it was written");
            }
        }
        return present.stream().sorted().findFirst().map(name -> name + " is not in " + NAME);
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.equals(NAME))
                    .sorted()
                    .forEach(names::add);
        }
        return names;
    }
}
