package org.counterpoint.engine.weights.gguf;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.weights.gguf.MetadataValue.ElementType;

/**
 * What stands before the weights of a GGUF file of version 2 or 3, checked against the file's size: tensors of types that
 * are read, aligned, within the file, none over another.
 *
 * @param entries by their place in the file
 */
record GgufHeader(Map<String, MetadataValue> metadata, List<Entry> entries) {
    private static final int MAGIC = 0x46554747;
    private static final int MOST_ENTRIES = 1 << 16;
    private static final int MOST_DIMENSIONS = 4;
    private static final int LONGEST_NAME = 256;
    private static final long DEFAULT_ALIGNMENT = 32;

    /**
     * A tensor.
     *
     * @param shape sizes as PyTorch gives them, rows before columns
     * @param start of its bytes, from the file's beginning
     */
    record Entry(String name, TensorType type, List<Long> shape, long start, long bytes) {
        long end() {
            return start + bytes;
        }
    }

    /** @param size of the whole file */
    static GgufHeader parse(Path file, InputStream in, long size) {
        HeaderBytes bytes = new HeaderBytes(file, in, size);
        checkVersion(bytes);
        int tensors = (int) bytes.count("the number of tensors", MOST_ENTRIES);
        int keys = (int) bytes.count("the number of metadata keys", MOST_ENTRIES);
        Map<String, MetadataValue> metadata = new LinkedHashMap<>();
        for (int i = 0; i < keys; i++) {
            String key = name(bytes, "metadata key " + (i + 1));
            if (metadata.put(key, value(bytes, "`" + key + "`")) != null) {
                throw bytes.fault("`" + key + "` is there twice: not a sound GGUF file");
            }
        }
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long alignment = alignment(bytes, metadata);
        for (int i = 0; i < tensors; i++) {
            Entry entry = entry(bytes, i, alignment);
            if (!names.add(entry.name)) {
                throw bytes.fault("tensor " + entry.name + " is there twice: not a sound GGUF file");
            }
            entries.add(entry);
        }
        return new GgufHeader(metadata, placed(bytes, entries, alignment, size));
    }

    private static void checkVersion(HeaderBytes bytes) {
        if (bytes.int32("the file's mark") != MAGIC) {
            throw bytes.fault("it does not begin with GGUF: not a GGUF file");
        }
        int version = bytes.int32("the version");
        if (version != 2 && version != 3) {
            int swapped = Integer.reverseBytes(version);
            throw bytes.fault(
                    swapped == 2 || swapped == 3
                            ? "its numbers are big-endian: only little-endian files are read"
                            : "it is of GGUF version " + Integer.toUnsignedString(version)
                                    + ": versions 2 and 3 are read");
        }
    }

    private static String name(HeaderBytes bytes, String what) {
        String name = bytes.text(what);
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw bytes.fault("the name of " + what + " is empty, longer than " + LONGEST_NAME
                    + " characters or holds control characters: not a sound GGUF file");
        }
        return name;
    }

    private static ElementType type(HeaderBytes bytes, String what) {
        long id = bytes.uint32(what);
        for (ElementType type : ElementType.values()) {
            if (type.id == id) {
                return type;
            }
        }
        throw bytes.fault(what + " has the value type " + id + ", which GGUF does not know: not a sound GGUF file");
    }

    private static MetadataValue value(HeaderBytes bytes, String what) {
        ElementType type = type(bytes, what);
        return switch (type) {
            case STRING -> new MetadataValue.Text(bytes.text(what));
            case ARRAY -> array(bytes, what);
            case BOOL -> new MetadataValue.Flag(bytes.take(1, what).get() != 0);
            case FLOAT32 ->
                new MetadataValue.Real(
                        Double.parseDouble(Float.toString(bytes.take(4, what).getFloat())));
            case FLOAT64 -> new MetadataValue.Real(bytes.take(8, what).getDouble());
            case UINT64 -> new MetadataValue.Whole(bytes.count(what, Long.MAX_VALUE));
            case INT64 -> new MetadataValue.Whole(bytes.take(8, what).getLong());
            default -> new MetadataValue.Whole((long) type.read(bytes.take(type.bytes, what), 0));
        };
    }

    private static MetadataValue array(HeaderBytes bytes, String what) {
        ElementType type = type(bytes, what);
        long count = bytes.count("the length of " + what, 1 << 22);
        if (type == ElementType.ARRAY) {
            throw bytes.fault(what + " is an array of arrays, which is not read");
        }
        if (type != ElementType.STRING) {
            return new MetadataValue.Numbers(type, bytes.take(count * type.bytes, what));
        }
        List<String> texts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            texts.add(bytes.text(what));
        }
        return new MetadataValue.Texts(texts);
    }

    private static long alignment(HeaderBytes bytes, Map<String, MetadataValue> metadata) {
        MetadataValue value = metadata.get("general.alignment");
        if (value == null) {
            return DEFAULT_ALIGNMENT;
        }
        if (value instanceof MetadataValue.Whole whole
                && whole.value() >= 8
                && whole.value() <= 1 << 20
                && Long.bitCount(whole.value()) == 1) {
            return whole.value();
        }
        throw bytes.fault("`general.alignment` must be a power of two from 8 to 1048576: not a sound GGUF file");
    }

    private static Entry entry(HeaderBytes bytes, int number, long alignment) {
        String name = name(bytes, "tensor " + (number + 1));
        String what = "tensor " + name;
        long dimensions = bytes.uint32(what);
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw bytes.fault(what + " has " + dimensions + " dimensions: from 1 to 4 are read");
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            shape.add(0, bytes.count("a size of " + what, Integer.MAX_VALUE));
        }
        long id = bytes.uint32(what);
        TensorType type = TensorType.of(id)
                .orElseThrow(() -> bytes.fault(what + " is stored as " + TensorType.nameOf(id)
                        + ", which is not read. Read are " + TensorType.known()));
        long offset = bytes.count("the offset of " + what, Long.MAX_VALUE);
        if (offset % alignment != 0) {
            throw bytes.fault(what + " begins at byte " + offset + " of the data, which is no multiple of " + alignment
                    + ": not a sound GGUF file");
        }
        return new Entry(name, type, List.copyOf(shape), offset, bytesOf(bytes, what, type, shape));
    }

    private static long bytesOf(HeaderBytes bytes, String what, TensorType type, List<Long> shape) {
        long row = shape.get(shape.size() - 1);
        if (shape.contains(0L) || row % type.block() != 0) {
            throw bytes.fault(what + " of shape " + shape + " has no whole blocks of " + type.block() + ", as " + type
                    + " needs: not a sound GGUF file");
        }
        try {
            return type.bytes(shape.stream().reduce(1L, Math::multiplyExact));
        } catch (ArithmeticException e) {
            ModelException fault = bytes.fault(what + " has the shape " + shape + ", too large to address");
            fault.initCause(e);
            throw fault;
        }
    }

    /** Offsets count from the first multiple of the alignment behind the header. */
    private static List<Entry> placed(HeaderBytes bytes, List<Entry> entries, long alignment, long size) {
        long data = (bytes.position() + alignment - 1) / alignment * alignment;
        List<Entry> sorted = entries.stream()
                .sorted(Comparator.comparingLong(Entry::start))
                .map(e -> new Entry(e.name, e.type, e.shape, Math.addExact(data, Math.min(e.start, size)), e.bytes))
                .toList();
        long end = data;
        String before = "the header";
        for (Entry entry : sorted) {
            if (entry.start < end) {
                throw bytes.fault("tensor " + entry.name + " begins at byte " + entry.start + ", " + before
                        + " ends at byte " + end + ": tensors lie over each other, not a sound GGUF file");
            }
            if (entry.bytes > size - entry.start) {
                throw bytes.fault("tensor " + entry.name + " takes " + entry.bytes + " bytes from byte " + entry.start
                        + ", the file ends at byte " + size + ": it is cut short, fetch it again");
            }
            end = entry.end();
            before = "tensor " + entry.name;
        }
        return sorted;
    }
}
