package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.counterpoint.store.Checksums;

/** What identifies a model's weights whatever files they are in. */
final class WeightsHash {
    private static final int PIECE = 4 << 20;

    private WeightsHash() {}

    static String of(Collection<TensorData> tensors) {
        MessageDigest digest = Checksums.sha256();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        List<TensorData> sorted =
                tensors.stream().sorted(Comparator.comparing(TensorData::name)).toList();
        for (TensorData tensor : sorted) {
            String head = tensor.name() + " " + tensor.dtype() + " " + Arrays.toString(tensor.shape()) + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            for (long at = 0; at < tensor.byteSize(); at += PIECE) {
                tensor.read(at, piece.clear().limit((int) Math.min(PIECE, tensor.byteSize() - at)));
                digest.update(piece.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
