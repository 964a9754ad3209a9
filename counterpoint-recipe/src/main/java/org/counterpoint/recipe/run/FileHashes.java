package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.rows.DataPlace;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * SHA-256 of files and folders. A file whose size, times and place on the disk are as before is not read again; the
 * time at which the system last changed its entry is among them, which no program can set back.
 */
final class FileHashes {
    private record Known(String stamp, String sha256) {}

    private final Path memory;
    private final Map<String, Known> known = new TreeMap<>();

    private FileHashes(Path memory) {
        this.memory = memory;
    }

    /** @param memory the file in which hashes are kept between processes; what cannot be read of it is forgotten */
    static FileHashes open(Path memory) throws IOException {
        FileHashes hashes = new FileHashes(memory);
        if (Files.isRegularFile(memory)) {
            try {
                hashes.known.putAll(JsonMapper.shared()
                        .readValue(Files.readString(memory), new TypeReference<Map<String, Known>>() {}));
            } catch (JacksonException e) {
                hashes.known.clear(); // a cache: what it held is computed again
            }
        }
        return hashes;
    }

    void save() throws IOException {
        Files.createDirectories(memory.toAbsolutePath().getParent());
        WholeFile.write(memory, JsonMapper.shared().writeValueAsBytes(known));
    }

    String of(Path path) throws IOException {
        return Checksums.of(path, this::file);
    }

    /** Of what is read as rows: of a folder, over its data files alone. */
    String ofRows(Path path) throws IOException {
        return new DataPlace(path).hash(this::file);
    }

    /** The hashes of all files in a folder, by their names from there; hidden ones are left out. */
    Map<String, String> folder(Path folder) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (Path file : Checksums.visible(folder)) {
            hashes.put(folder.relativize(file).toString(), file(file));
        }
        return hashes;
    }

    private String file(Path file) throws IOException {
        String name = file.toAbsolutePath().normalize().toString();
        String stamp = stamp(file);
        Known before = known.get(name);
        if (before != null && before.stamp().equals(stamp)) {
            return before.sha256();
        }
        String hash = Checksums.sha256(file);
        known.put(name, new Known(stamp, hash));
        return hash;
    }

    private static String stamp(Path file) throws IOException {
        Map<String, Object> unix = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino,dev");
        return String.join(
                " ",
                String.valueOf(unix.get("size")),
                String.valueOf(unix.get("lastModifiedTime")),
                String.valueOf(unix.get("ctime")),
                String.valueOf(unix.get("ino")),
                String.valueOf(unix.get("dev")));
    }
}
