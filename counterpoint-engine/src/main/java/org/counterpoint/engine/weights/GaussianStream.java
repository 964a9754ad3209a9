package org.counterpoint.engine.weights;

/**
 * Normal random numbers that depend on a seed, a name and an index only, so that they are the same on every
 * machine and Java version and can be made from any place on. SplitMix64 (Steele et al. 2014) feeds the
 * Box-Muller transform.
 */
final class GaussianStream {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private final long key;

    GaussianStream(long seed, String name) {
        long mixed = mix(seed + GAMMA);
        for (int i = 0; i < name.length(); i++) {
            mixed = mix(mixed + GAMMA + name.charAt(i));
        }
        this.key = mixed;
    }

    /** The number of this index, with mean 0 and standard deviation 1. */
    double at(long index) {
        long pair = index & ~1L;
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(pair)));
        double angle = 2 * StrictMath.PI * uniform(pair + 1);
        return radius * (index == pair ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }

    /** From 0 inclusive to 1 exclusive, 53 bits. */
    double uniform(long counter) {
        return (mix(key + GAMMA * (counter + 1)) >>> 11) * 0x1p-53;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
