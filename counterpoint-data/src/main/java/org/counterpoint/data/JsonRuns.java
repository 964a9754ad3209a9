package org.counterpoint.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Which bytes of a JSON string in UTF-8 stand for themselves: all but quote, backslash and control characters. */
public final class JsonRuns {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private JsonRuns() {}

    /** The first position, from {@code from} on, of a byte that does not stand for itself; {@code to} if there is none. */
    public static int end(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long ends = ends((long) EIGHT.get(bytes, i));
            if (ends != 0) {
                return i + (Long.numberOfTrailingZeros(ends) >> 3);
            }
        }
        while (i < to && !ends(bytes[i])) {
            i++;
        }
        return i;
    }

    /**
     * The high bits of those of eight bytes that end a run: of bytes below 0x80 those from which one, or a space, cannot be
     * taken without a borrow. A borrow may set more of them, but only above the lowest one that is right, and that is the
     * one that is asked for.
     */
    private static long ends(long eight) {
        return (((eight ^ QUOTES) - ONES) | ((eight ^ BACKSLASHES) - ONES) | (eight - SPACES)) & ~eight & HIGHS;
    }

    private static boolean ends(byte b) {
        return b == '"' || b == '\\' || (b >= 0 && b < ' ');
    }
}
