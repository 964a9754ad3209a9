package org.counterpoint.engine.weights;

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
    private WeightsHash() {}

    /**
     * In order of name.
     *
     * @param beside what else wants to see the bytes
     */
    static String of(Collection<TensorData> tensors, TensorPieces.Reader beside) {
        MessageDigest digest = Checksums.sha256();
        TensorPieces pieces = new TensorPieces();
        List<TensorData> sorted =
                tensors.stream().sorted(Comparator.comparing(TensorData::name)).toList();
        for (TensorData tensor : sorted) {
            String head = tensor.name() + " " + tensor.dtype() + " " + Arrays.toString(tensor.shape()) + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            pieces.read(tensor, (same, at, piece) -> {
                beside.take(same, at, piece);
                digest.update(piece);
            });
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
