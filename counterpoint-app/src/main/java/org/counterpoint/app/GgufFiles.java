package org.counterpoint.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.console.FailedWork;
import org.counterpoint.engine.weights.gguf.GgufImport;
import org.counterpoint.store.CacheFolder;
import org.counterpoint.store.Checksums;

/**
 * A GGUF file in a model folder's place: config, tokenizer and template are unpacked into the user's cache, beside a link to
 * the file, whose blocks are read where they are.
 *
 * @param environment such as {@link System#getenv()}
 */
record GgufFiles(Map<String, String> environment) {
    private static final String END = ".gguf";
    private static final int KEY = 16;

    /** Whether a path is one. */
    static boolean isOne(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(END) && Files.isRegularFile(path);
    }

    /**
     * The folder of a file, made where it is not there: another one when the file has changed.
     *
     * @throws org.counterpoint.engine.ModelException if the file is of a kind that is not read
     * @throws FailedWork if the folder cannot be made
     */
    Path folder(Path gguf) {
        try {
            Path file = gguf.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String state = file + "\n" + attributes.size() + "\n" + attributes.lastModifiedTime();
            String key = Checksums.hex(state.getBytes(StandardCharsets.UTF_8)).substring(0, KEY);
            String name = String.valueOf(gguf.getFileName());
            Path folder = CacheFolder.of(environment)
                    .resolve("counterpoint")
                    .resolve("gguf")
                    .resolve(key)
                    .resolve(name.substring(0, name.length() - END.length()));
            if (!Files.isDirectory(folder)) {
                unpack(file, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new FailedWork(gguf + " cannot be unpacked into the cache: " + e
                    + "\n  make a model folder of it: counterpoint model import " + gguf + " --out DIR --keep-blocks");
        }
    }

    private static void unpack(Path file, Path folder) throws IOException {
        try {
            GgufImport.keep(file, folder, GgufFiles::link);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) { // else another process was quicker
                throw e;
            }
        }
    }

    /** Not everyone may make symbolic links everywhere, and hard ones do not reach another disk. */
    private static void link(Path file, Path link) throws IOException {
        try {
            Files.createSymbolicLink(link, file);
        } catch (IOException | UnsupportedOperationException e) {
            Files.createLink(link, file);
        }
    }
}
