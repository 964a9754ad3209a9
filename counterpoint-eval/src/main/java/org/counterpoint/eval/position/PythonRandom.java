package org.counterpoint.eval.position;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * CPython's {@code random.Random(string)}, bit for bit: MT19937 (Matsumoto and Nishimura, 1998), seeded by
 * {@code init_by_array} with the big-endian integer of the string's UTF-8 bytes followed by their SHA-512.
 */
public final class PythonRandom {
    private static final int N = 624;
    private static final int M = 397;
    private static final int MATRIX_A = 0x9908b0df;

    private final int[] state = new int[N];
    private int next = N;

    /** @param seed without lone surrogates, which CPython refuses to encode */
    public PythonRandom(String seed) {
        seed(words(seed.getBytes(StandardCharsets.UTF_8)));
    }

    /** The next number of {@code random()}: uniform in [0, 1), a multiple of 2^-53. */
    public double random() {
        long high = nextInt() >>> 5;
        long low = nextInt() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /** The next element of {@code choices(population)}. */
    public <T> T choice(List<T> population) {
        return population.get((int) Math.floor(random() * population.size()));
    }

    /** The integer's 32-bit words, the least significant first, leading zero words left out. */
    private static int[] words(byte[] seed) {
        byte[] digest = sha512(seed);
        byte[] number = Arrays.copyOf(seed, seed.length + digest.length);
        System.arraycopy(digest, 0, number, seed.length, digest.length);
        int count = (number.length + 3) / 4;
        // Zero bytes in front make the number a whole count of words.
        ByteBuffer padded = ByteBuffer.allocate(4 * count).position(4 * count - number.length);
        padded.put(number);
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = padded.getInt(4 * (count - 1 - i));
        }
        while (count > 1 && words[count - 1] == 0) {
            count--;
        }
        return Arrays.copyOf(words, count);
    }

    private static byte[] sha512(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }

    /** The reference implementation's {@code init_by_array}. */
    private void seed(int[] key) {
        state[0] = 19650218;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
        int i = 1;
        int j = 0;
        for (int k = Math.max(N, key.length); k > 0; k--) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1664525)) + key[j] + j;
            i = following(i);
            j = (j + 1) % key.length;
        }
        for (int k = N - 1; k > 0; k--) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1566083941)) - i;
            i = following(i);
        }
        state[0] = 0x80000000;
    }

    private int following(int i) {
        if (i + 1 < N) {
            return i + 1;
        }
        state[0] = state[N - 1];
        return 1;
    }

    private int nextInt() {
        if (next == N) {
            twist();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void twist() {
        for (int k = 0; k < N; k++) {
            int y = (state[k] & 0x80000000) | (state[(k + 1) % N] & 0x7fffffff);
            state[k] = state[(k + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : MATRIX_A);
        }
        next = 0;
    }
}
