package org.counterpoint.spark;

/** Where an answer stands among all: its part of the input above, its number in it below, so that places have an order. */
final class AnswerPlace {
    private static final int NUMBER_BITS = 40;

    private AnswerPlace() {}

    static long of(int part, long number) {
        return ((long) part << NUMBER_BITS) | number;
    }

    static int part(long place) {
        return (int) (place >>> NUMBER_BITS);
    }

    static long number(long place) {
        return place & ((1L << NUMBER_BITS) - 1);
    }
}
