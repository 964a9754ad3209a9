package org.counterpoint.bench;

/**
 * How long a step takes on several machines; see docs/scale.md.
 *
 * @param passes seconds of a step's passes by one process
 * @param gradientBytes of what is learnt, G
 * @param exchanges that a step takes, k
 * @param latency of a message, in seconds
 */
record StepTimeModel(double passes, double gradientBytes, int exchanges, double latency) {
    /** Of a TCP segment of 1,514 bytes on an Ethernet, 1,448 are what is sent. */
    private static final double PAYLOAD = 1448.0 / 1514;

    /** @param bitsPerSecond of each machine's link, both ways at once */
    double seconds(int ranks, double bitsPerSecond) {
        return passes / ranks + exchange(ranks, bitsPerSecond);
    }

    /** What of it the ring takes. */
    double exchange(int ranks, double bitsPerSecond) {
        double bytesPerSecond = bitsPerSecond / 8 * PAYLOAD;
        return 2.0 * (ranks - 1) / ranks * gradientBytes / bytesPerSecond + 2.0 * (ranks - 1) * exchanges * latency;
    }
}
