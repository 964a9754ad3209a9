package org.counterpoint.engine.weights;

/**
 * Rows of a quantised matrix as they are stored: whole numbers of a few bits, with a scale for each so many of them and
 * perhaps something that is added. A weight is {@code scale * number}, or {@code scale * number + offset}, each operation
 * rounded to fp32: the same, to the bit, as {@link TensorRows} reads there.
 */
public interface WholeRows {
    int rows();

    /** Numbers in a row, a multiple of 32. */
    int width();

    /** What numbers take: 4 bits, from -8 to 7 without offsets and from 0 to 15 with them; or 8 bits, from -128 to 127. */
    int bits();

    /** How many numbers share a scale: 16 or 32. */
    int scaleEvery();

    boolean hasOffsets();

    /** A reader with a buffer of its own, for one thread. It is quickest on rows in order. */
    Reader reader();

    /** Reads rows. */
    @FunctionalInterface
    interface Reader {
        /**
         * Copies one row.
         *
         * @param numbers [width]
         * @param scales [width / scaleEvery]
         * @param offsets likewise; zeros where there are none
         * @throws org.counterpoint.engine.ModelException if the file cannot be read, or a scale is no finite number
         */
        void read(int row, byte[] numbers, float[] scales, float[] offsets);
    }
}
