package org.counterpoint.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of texts, files and folders, from any thread. */
public final class Checksums {
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Checksums::sha256);

    /** Bytes that are hashed at once: many such calls are compiled early, to the processor's own instructions, few large ones late. */
    private static final int PIECE = 1 << 12;

    private Checksums() {}

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The 32 bytes. */
    public static byte[] sha256(byte[] bytes) {
        return DIGEST.get().digest(bytes);
    }

    /** As 64 hex digits. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    /** Of a text in UTF-8, as 64 hex digits. */
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The file's SHA-256 in hex.
     *
     * @throws java.nio.file.FileSystemException where it cannot be read, with its name
     */
    public static String sha256(Path file) throws IOException {
        try {
            return hashed(file);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) { // A disk's failure while reading has no name.
            FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private static String hashed(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = new byte[1 << 16];
            for (int n = in.read(read); n >= 0; n = in.read(read)) {
                for (int at = 0; at < n; at += PIECE) {
                    digest.update(read, at, Math.min(PIECE, n - at));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * The hash by which records name a file, or a folder by the names and hashes of its files, hidden ones left out; each as
     * {@link HashMemory} has it.
     */
    public static String of(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return HashMemory.here().of(path);
        }
        MessageDigest digest = sha256();
        for (Path file : visible(path)) {
            digest.update((path.relativize(file) + "\n" + HashMemory.here().of(file) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** All files in a folder and below it, in order, links followed; hidden ones and those in hidden folders are left out. */
    public static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> {
                        for (Path part : folder.relativize(file)) {
                            if (part.toString().startsWith(".")) {
                                return false;
                            }
                        }
                        return true;
                    })
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause(); // a folder below cannot be looked into
        }
    }
}
