package org.counterpoint.engine.adapter;

import java.util.List;
import org.counterpoint.engine.ModelException;

/**
 * How a new adapter is made.
 *
 * @param rank r, at least 1
 * @param alpha the scale is alpha / r, or alpha / sqrt(r) with {@code rslora}
 * @param targets PEFT's module names, such as {@code q_proj}; empty for all linear layers but the output
 * @param rslora arXiv 2312.03732
 * @param dropout of what goes into it while it learns; from 0, less than 1
 * @param seed of A; B is zero
 */
public record AdapterSettings(int rank, double alpha, List<String> targets, boolean rslora, double dropout, long seed) {
    public AdapterSettings {
        if (rank < 1) {
            throw new ModelException("adapter.rank is " + rank + ": give at least 1");
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new ModelException("adapter.alpha is " + alpha + ": give a number above 0");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new ModelException("adapter.dropout is " + dropout + ": give a number from 0, less than 1");
        }
        targets = List.copyOf(targets);
    }

    /** Without dropout. */
    public AdapterSettings(int rank, double alpha, List<String> targets, boolean rslora, long seed) {
        this(rank, alpha, targets, rslora, 0, seed);
    }
}
