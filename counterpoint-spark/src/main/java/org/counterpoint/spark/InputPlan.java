package org.counterpoint.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.data.rows.Rows;
import org.jspecify.annotations.Nullable;

/** Cuts the inputs into parts: stretches of files of lines, and whole files of what cannot be cut. */
final class InputPlan {
    /** As Spark cuts its own. */
    private static final long MOST_BYTES = 128L << 20;

    private static final long LEAST_BYTES = 1L << 20;
    /** So much of a file's beginning tells an array from lines. */
    private static final int BEGINNING = 1 << 12;

    private final Configuration hadoop;
    private final long wanted;
    private final List<InputPart> parts = new ArrayList<>();

    private InputPlan(Configuration hadoop, long wanted) {
        this.hadoop = hadoop;
        this.wanted = wanted;
    }

    /**
     * The parts in the order of the inputs.
     *
     * @param atLeast into how many parts inputs are cut where they are large enough for so many
     * @throws InputException where an input is missing, or is plainly nothing that holds rows
     */
    static List<InputPart> of(List<AnswerInput> inputs, int atLeast, Configuration hadoop) {
        InputPlan plan = new InputPlan(hadoop, atLeast);
        for (int i = 0; i < inputs.size(); i++) {
            AnswerInput input = inputs.get(i);
            try {
                plan.add(i, input);
            } catch (FileNotFoundException e) {
                throw new InputException(input.location() + " does not exist; check the path.", e);
            } catch (IOException e) {
                throw new InputException(input.location() + " cannot be opened: " + IoWords.of(e), e);
            }
        }
        if (plan.parts.size() >= Chunk.MOST_PARTS) {
            throw new InputException("The answers are in " + plan.parts.size() + " files or parts, more than "
                    + Chunk.MOST_PARTS + ".\nPut small files together.");
        }
        return plan.parts;
    }

    private void add(int number, AnswerInput input) throws IOException {
        Path path = new Path(input.location());
        FileSystem files = path.getFileSystem(hadoop);
        FileStatus status = files.getFileStatus(path);
        if (!status.isDirectory()) {
            file(number, input.location(), input.model(), status, files);
            return;
        }
        List<FileStatus> below = new ArrayList<>();
        collect(files, path, below);
        String root = status.getPath().toString();
        Comparator<FileStatus> byName =
                Comparator.comparing(file -> file.getPath().toString());
        List<FileStatus> tables = below.stream()
                .filter(file -> Rows.isTable(file.getPath().getName()))
                .sorted(byName)
                .toList();
        List<FileStatus> data = tables.isEmpty()
                ? below.stream()
                        .filter(file -> Rows.isDataFile(file.getPath().getName()))
                        .sorted(byName)
                        .toList()
                : tables;
        if (data.isEmpty()) {
            throw new InputException(input.location() + " is a directory without data files (" + Rows.DATA_FILES
                    + "); give one that" + " holds them, or a file of rows.");
        }
        for (FileStatus file : data) {
            String relative = file.getPath().toString().substring(root.length() + 1);
            String folder = input.location().endsWith("/") && input.location().length() > 1
                    ? input.location().substring(0, input.location().length() - 1)
                    : input.location();
            file(number, folder + "/" + relative, input.model(), file, files);
        }
    }

    /** What begins with a dot, or with an underscore as the marks of Spark's own outputs do, is no data. */
    private static void collect(FileSystem files, Path folder, List<FileStatus> found) throws IOException {
        for (FileStatus file : files.listStatus(folder)) {
            String name = file.getPath().getName();
            if (name.startsWith(".")) {
                continue;
            }
            if (file.isDirectory()) {
                collect(files, file.getPath(), found);
            } else {
                found.add(file);
            }
        }
    }

    private void file(int number, String name, @Nullable String model, FileStatus status, FileSystem files) {
        String location = status.getPath().toString();
        long size = status.getLen();
        if (size == 0) {
            throw new InputException(name + " is empty (0 bytes); give a file that holds rows.");
        }
        if (!isLines(name, status, files)) {
            parts.add(new InputPart(number, name, model, location, 0, InputPart.WHOLE));
            return;
        }
        long part = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, size / Math.max(1, wanted) + 1));
        for (long start = 0; start < size; start += part) {
            parts.add(new InputPart(number, name, model, location, start, Math.min(size, start + part)));
        }
    }

    private static boolean isLines(String called, FileStatus status, FileSystem files) {
        String name = status.getPath().getName().toLowerCase(Locale.ROOT);
        if (Stream.of(".json", ".parquet", ".gz", ".zst").anyMatch(name::endsWith)) {
            return false;
        }
        try (InputStream in = files.open(status.getPath())) {
            String begins = new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1)
                    .replace("\u00ef\u00bb\u00bf", "")
                    .replaceAll("[ \\t\\r\\n]", "");
            return !begins.startsWith("[{") && !begins.isEmpty();
        } catch (IOException e) {
            throw new InputException(called + " cannot be opened: " + IoWords.of(e), e);
        }
    }
}
