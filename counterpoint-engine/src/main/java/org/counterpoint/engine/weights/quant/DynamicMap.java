package org.counterpoint.engine.weights.quant;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The signed dynamic 8-bit type (arXiv 2110.02861) that scales of blocks are quantised with, as bitsandbytes does on a CPU:
 * by a table of 65,536 places between -1 and 1, not by the nearest code of a number itself.
 */
public final class DynamicMap {
    /** Scales that share an outer one. */
    public static final int BLOCK = 256;

    private static final int CODES = 256;
    private static final int EXPONENTS = 7;
    private static final int PLACES = 1 << 16;
    private static final float[] CODE = code();
    private static final byte[] NEAREST = table();

    private DynamicMap() {}

    /** For each exponent the middles of 2^i equal parts from 0.1 to 1, times 10^(i - 6), of both signs; 0 and 1. */
    private static float[] code() {
        float[] all = new float[CODES];
        int count = 0;
        for (int i = 0; i < EXPONENTS; i++) {
            int parts = 1 << i;
            float power = (float) Math.pow(10, i - (EXPONENTS - 1));
            for (int j = 0; j < parts; j++) {
                float middle = (border(j, parts) + border(j + 1, parts)) / 2;
                all[count++] = power * middle;
                all[count++] = -(power * middle);
            }
        }
        all[count++] = 0;
        all[count] = 1;
        Arrays.sort(all);
        return all;
    }

    /** The borders of equal parts from 0.1 to 1, the upper half counted from above; rounded once, as PyTorch does. */
    private static float border(int index, int parts) {
        float step = (1 - 0.1f) / parts;
        return index < (parts + 1) / 2 ? Math.fma(step, index, 0.1f) : Math.fma(-step, parts - index, 1);
    }

    private static byte[] table() {
        byte[] nearest = new byte[PLACES];
        int code = 0;
        for (int i = 0; i < PLACES; i++) {
            float value = -1 + 2f * i / (PLACES - 1);
            while (code < CODES - 1 && 0.5f * (CODE[code] + CODE[code + 1]) < value) {
                code++;
            }
            nearest[i] = (byte) code;
        }
        return nearest;
    }

    /**
     * Scales, quantised.
     *
     * @param offset their mean
     * @param into gets one byte a scale
     */
    public static BlockScales.Nested quantise(float[] scales, float offset, ByteBuffer into) {
        float[] outer = new float[(scales.length + BLOCK - 1) / BLOCK];
        for (int block = 0; block < outer.length; block++) {
            int from = block * BLOCK;
            int to = Math.min(scales.length, from + BLOCK);
            float most = 0;
            for (int i = from; i < to; i++) {
                most = Math.max(most, Math.abs(scales[i] - offset));
            }
            outer[block] = most;
            float inverse = 1 / most;
            for (int i = from; i < to; i++) {
                into.put(i, most == 0 ? 0 : NEAREST[place((scales[i] - offset) * inverse)]);
            }
        }
        return new BlockScales.Nested(into, CODE, outer, BLOCK, offset);
    }

    private static int place(float x) {
        float within = Math.max(-1, Math.min(1, x));
        return (int) ((within + 1) * 0.5f * (PLACES - 1) + 0.5f);
    }

    /** The codes in their order. */
    public static float[] codes() {
        return CODE.clone();
    }
}
