package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.store.Checksums;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes safetensors files, a few megabytes in memory at a time whatever the tensors' sizes. */
public final class SafetensorsWriter {
    private static final int PIECE = 4 << 20;

    private SafetensorsWriter() {}

    /**
     * Writes a new file and forces it to disk.
     *
     * @param file must not exist
     * @param tensors in the order of the file; names are unique
     * @return SHA-256 of the file, in hex
     */
    public static String write(Path file, List<TensorSource> tensors, Map<String, String> metadata) throws IOException {
        byte[] header = header(tensors, metadata);
        MessageDigest digest = Checksums.sha256();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
            put(channel, digest, buffer.putLong(header.length).flip());
            put(channel, digest, ByteBuffer.wrap(header));
            for (TensorSource tensor : tensors) {
                long size = tensor.byteSize();
                for (long at = 0; at < size; at += PIECE) {
                    buffer.clear().limit((int) Math.min(PIECE, size - at));
                    tensor.body().fill(at, buffer);
                    if (buffer.hasRemaining()) {
                        throw new IllegalStateException(
                                "tensor " + tensor.name() + " left " + buffer.remaining() + " bytes unfilled");
                    }
                    put(channel, digest, buffer.flip());
                }
            }
            channel.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void put(FileChannel channel, MessageDigest digest, ByteBuffer buffer) throws IOException {
        digest.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Padded with spaces so that tensors begin at a multiple of 8. */
    private static byte[] header(List<TensorSource> tensors, Map<String, String> metadata) {
        ObjectNode json = JsonObject.MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = json.putObject("__metadata__");
            metadata.forEach(node::put);
        }
        Set<String> names = new HashSet<>();
        long at = 0;
        for (TensorSource tensor : tensors) {
            if (!names.add(tensor.name()) || tensor.name().equals("__metadata__")) {
                throw new IllegalArgumentException("two tensors of the name " + tensor.name());
            }
            ObjectNode node =
                    json.putObject(tensor.name()).put("dtype", tensor.dtype().name());
            ArrayNode shape = node.putArray("shape");
            for (long size : tensor.shape()) {
                shape.add(size);
            }
            long end = Math.addExact(at, tensor.byteSize());
            node.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        String text = json.toString();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return (text + " ".repeat((8 - bytes.length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }
}
