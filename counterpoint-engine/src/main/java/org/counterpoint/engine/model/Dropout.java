package org.counterpoint.engine.model;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.adapter.DropoutSettings;
import org.jspecify.annotations.Nullable;

/**
 * Dropout (JMLR 15, 2014) of what goes into adapters: each number is dropped with probability p, and what is kept is
 * multiplied by 1 / (1 - p). Which ones is a pure function of seed, step, group, response, position, feature and module,
 * so it is the same however a step is cut into passes, and in a second pass over the same rows; a prompt's positions are
 * of no response, so that a prompt is the same before each of its responses. Nothing is dropped unless rows are open.
 */
final class Dropout {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;
    /** In place of a response's number, at the prompt's positions. */
    private static final int PROMPT = -1;
    /** Bits of a draw. */
    private static final int BITS = 24;

    private final DropoutSettings settings;
    private final int threshold;
    private long step;
    private long @Nullable [] rows;

    Dropout(DropoutSettings settings) {
        this.settings = settings;
        this.threshold = (int) Math.round(settings.rate() * (1 << BITS));
    }

    /** Rows are open; nothing is dropped any more when this is closed. */
    interface Open extends AutoCloseable {
        @Override
        void close();
    }

    /** Of which step the draws are. */
    void at(long ofStep) {
        step = ofStep;
    }

    boolean drops() {
        return settings.rate() > 0;
    }

    /** Drops until it is closed, of rows with these keys. */
    Open open(long[] keys) {
        rows = drops() ? keys : null;
        return () -> rows = null;
    }

    /** What the draws of a sequence's position are a function of. */
    static long key(TokenSequence sequence, int position) {
        int response = position < sequence.responseStart() ? PROMPT : sequence.response();
        return mix(mix(mix(sequence.group() + GAMMA) + response + GAMMA) + position + GAMMA);
    }

    /** That of one module. */
    Module of(String module) {
        long key = 0;
        for (int i = 0; i < module.length(); i++) {
            key = mix(key + GAMMA + module.charAt(i));
        }
        return new Module(this, key);
    }

    /** The dropout of one module's input. */
    record Module(Dropout dropout, long key) {

        /** 1 where a number of x [rows, in] is kept, 0 where not, in its format; null where nothing is dropped. */
        @Nullable
        Tensor mask(Tensor x) {
            return dropout.rows == null ? null : dropout.mask(x, key);
        }

        /** What kept numbers are multiplied by, as long as rows are open. */
        double factor() {
            return dropout.rows == null ? 1 : 1 / (1 - dropout.settings.rate());
        }
    }

    private Tensor mask(Tensor x, long module) {
        long[] keys = Objects.requireNonNull(rows);
        int width = (int) x.size(1);
        if (keys.length != x.size(0)) {
            throw new IllegalStateException(x.size(0) + " rows, and keys of " + keys.length);
        }
        long pass = mix(mix(mix(settings.seed() + GAMMA) + step + GAMMA) + module);
        Tensor mask = Tensors.empty(ScalarType.Float, keys.length, width);
        Workers.run(mask.numel(), (from, to) -> {
            FloatBuffer into = NativeBytes.piece(mask, from * Float.BYTES, (to - from) * Float.BYTES)
                    .asFloatBuffer();
            long row = -1;
            long base = 0;
            for (long at = from; at < to; at++) {
                if (at / width != row) {
                    row = at / width;
                    base = mix(pass + keys[(int) row]);
                }
                long draw = mix(base + GAMMA * (at % width + 1)) >>> (Long.SIZE - BITS);
                into.put(draw < threshold ? 0 : 1);
            }
        });
        return Tensors.beside(x, mask).to(x.scalar_type());
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
