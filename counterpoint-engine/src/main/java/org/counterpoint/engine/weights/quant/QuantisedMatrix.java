package org.counterpoint.engine.weights.quant;

import java.nio.ByteBuffer;
import org.counterpoint.engine.weights.DType;

/** A matrix [rows, columns] in fewer bits than its numbers have. Reads are safe from several threads. */
public sealed interface QuantisedMatrix permits Int8Matrix, Nf4Matrix {

    long rows();

    long columns();

    /** The type of the numbers that it stands for. */
    DType dtype();

    /** Bytes that it takes, scales included. */
    long byteSize();

    /**
     * Writes some of its numbers, row-major, little-endian, in {@link #dtype}.
     *
     * @param from the first one's place among all
     * @param into little-endian; filled from its position to its limit, a whole count of numbers
     */
    void decode(long from, ByteBuffer into);
}
