package org.counterpoint.bench;

/**
 * How long a step takes on several machines; see docs/scale.md.
 *
 * @param passes seconds of a step's passes by one process
 * @param gradients that are exchanged
 * @param latency of a message, in seconds
 * @param microBatches of a process in a step: in the last one's way back gradients are exchanged
 */
record StepTimeModel(double passes, Gradients gradients, double latency, int microBatches) {
    /** Of a TCP segment of 1,514 bytes on an Ethernet, 1,448 are what is sent. */
    private static final double PAYLOAD = 1448.0 / 1514;

    /** The part of a pass that goes backward: it takes twice the products. */
    private static final double BACKWARD = 2.0 / 3;

    /**
     * What is learnt.
     *
     * @param bytes of all, G
     * @param lastBytes of those that are complete only at the end of a pass, G_e: the embedding's
     * @param exchanges that a step takes, k
     * @param layers through which a pass goes back, n: the exchange begins behind the first of them
     */
    record Gradients(double bytes, double lastBytes, int exchanges, int layers) {}

    /** @param bitsPerSecond of each machine's link, both ways at once */
    double seconds(int ranks, double bitsPerSecond) {
        return seconds(ranks, bitsPerSecond, passes / ranks);
    }

    /** @param computing seconds of one process's passes */
    double seconds(int ranks, double bitsPerSecond, double computing) {
        double all = exchange(ranks, bitsPerSecond, gradients.bytes(), gradients.exchanges());
        double last = exchange(ranks, bitsPerSecond, gradients.lastBytes(), 1);
        double beside = BACKWARD * computing / microBatches * (gradients.layers() - 1) / gradients.layers();
        return computing + Math.max(all - beside, last);
    }

    /** What the ring takes. */
    private double exchange(int ranks, double bitsPerSecond, double bytes, int exchanges) {
        double bytesPerSecond = bitsPerSecond / 8 * PAYLOAD;
        return 2.0 * (ranks - 1) / ranks * bytes / bytesPerSecond + 2.0 * (ranks - 1) * exchanges * latency;
    }
}
