package org.counterpoint.train.ranks;

import java.nio.ByteBuffer;

/** Doubles as bytes that ranks exchange, exactly. */
public final class RankNumbers {
    private RankNumbers() {}

    public static byte[] bytes(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Double.BYTES, values.length));
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }

    public static double[] of(byte[] bytes) {
        double[] values = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
        return values;
    }
}
