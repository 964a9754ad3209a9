package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import org.counterpoint.engine.ModelException;

/** Finds weights that are not numbers, in one thread. */
public final class FiniteCheck implements TensorPieces.Reader {
    private final Path folder;
    private final int[] words = new int[TensorPieces.LARGEST / Integer.BYTES];

    /** @param folder the model's, for the error */
    public FiniteCheck(Path folder) {
        this.folder = folder;
    }

    static void check(Path folder, Collection<TensorData> tensors) {
        TensorPieces pieces = new TensorPieces();
        FiniteCheck check = new FiniteCheck(folder);
        tensors.forEach(tensor -> pieces.read(tensor, check));
    }

    /**
     * Looks at up to {@link TensorPieces#LARGEST} bytes.
     *
     * @throws ModelException if the piece holds NaN or infinity
     */
    @Override
    public void take(TensorData tensor, long at, ByteBuffer piece) {
        int bad = firstNotFinite(piece, tensor.dtype(), words);
        if (bad >= 0) {
            throw new ModelException(folder + ": tensor " + tensor.name() + " holds NaN or infinity at element "
                    + (at / tensor.dtype().bytes() + bad)
                    + ": the model is broken, take an earlier checkpoint");
        }
    }

    /**
     * All three formats: an exponent of ones only is NaN or infinite.
     *
     * @param words room for the piece
     */
    static int firstNotFinite(ByteBuffer piece, DType dtype, int[] words) {
        int count = piece.limit() / Integer.BYTES;
        piece.asIntBuffer().get(words, 0, count);
        boolean odd = piece.limit() % Integer.BYTES != 0; // a half at the end has no word
        return odd || anyNotFinite(words, count, dtype) ? search(piece, dtype) : -1;
    }

    /** Counts, which the JVM does by vectors, where the search for the first stops and starts at every number. */
    private static boolean anyNotFinite(int[] words, int count, DType dtype) {
        int found = 0;
        if (dtype == DType.F32) {
            for (int i = 0; i < count; i++) {
                found += (words[i] & 0x7f800000) + 0x00800000 >>> 31;
            }
            return found != 0;
        }
        int exponent = dtype == DType.BF16 ? 0x7f80 : 0x7c00;
        int lowest = exponent & -exponent;
        for (int i = 0; i < count; i++) {
            found += ((words[i] & exponent) + lowest >>> 15) + ((words[i] >>> 16 & exponent) + lowest >>> 15);
        }
        return found != 0;
    }

    private static int search(ByteBuffer piece, DType dtype) {
        if (dtype == DType.F32) {
            for (int i = 0; i < piece.limit() / 4; i++) {
                if ((piece.getInt(4 * i) & 0x7f800000) == 0x7f800000) {
                    return i;
                }
            }
            return -1;
        }
        int exponent = dtype == DType.BF16 ? 0x7f80 : 0x7c00;
        for (int i = 0; i < piece.limit() / 2; i++) {
            if ((piece.getShort(2 * i) & exponent) == exponent) {
                return i;
            }
        }
        return -1;
    }
}
