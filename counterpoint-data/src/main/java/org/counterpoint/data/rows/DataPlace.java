package org.counterpoint.data.rows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.store.BrokenLink;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.HashMemory;
import org.jspecify.annotations.Nullable;

/** Where rows are read from: a file, or a folder of data files. */
public record DataPlace(Path path) {

    /**
     * The file, or those of the folder that are read, in order.
     *
     * @throws InputException where a folder holds none
     * @throws IOException where it cannot be looked through
     */
    public List<Path> files() throws IOException {
        return Files.isDirectory(path) ? FolderRows.files(path) : List.of(path);
    }

    /** The bytes of all {@link #files}. */
    public long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /**
     * SHA-256 of the file in hex; of a folder's, over the names and hashes of those that are read. As {@link HashMemory} has it.
     *
     * @throws InputException where there is nothing to read
     * @throws IOException where it cannot be read
     */
    public String hash() throws IOException {
        try {
            if (!Files.isDirectory(path)) {
                return HashMemory.here().of(path);
            }
            MessageDigest digest = Checksums.sha256();
            for (Path file : files()) {
                String line = path.relativize(file) + "\n" + HashMemory.here().of(file) + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchFileException e) {
            throw new InputException(missing(), e);
        }
    }

    /** @throws InputException where nothing is there */
    public void requireThere() {
        if (!Files.exists(path)) {
            throw new InputException(missing());
        }
    }

    private String missing() {
        return BrokenLink.words(path).orElse("there is no file " + path);
    }

    /**
     * Refuses an output among a folder's files, which would be read as data the next time.
     *
     * @throws InputException where it would lie there, under whatever name
     */
    public void requireOutside(Path out) {
        if (!Files.isDirectory(path)) {
            return;
        }
        // A link as the last name is replaced where the output is a file, and written through where it is a folder.
        if (isBelow(out) || isBelow(out.toAbsolutePath().normalize().getParent())) {
            throw new InputException(
                    out + " lies in " + path + ", whose files are the data; give a place outside of it as --out");
        }
    }

    private boolean isBelow(@Nullable Path place) {
        Path above = place == null ? null : place.toAbsolutePath().normalize();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        try {
            return above != null && above.toRealPath().startsWith(path.toRealPath());
        } catch (IOException e) {
            throw new InputException(path + " cannot be looked through: " + IoWords.of(e), e);
        }
    }
}
