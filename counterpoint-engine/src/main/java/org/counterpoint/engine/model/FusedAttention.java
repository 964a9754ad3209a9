package org.counterpoint.engine.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Attention of all segments in one call of an operator that keeps no scores. It has as many key heads as query heads, and a
 * segment's keys in one piece: so keys and values are copied, each prefix to every segment that sees it. All products are of
 * the values' format, those of queries and keys too.
 */
final class FusedAttention implements Attention {
    private final List<Packing.Segment> segments;
    private final Operator operator;

    FusedAttention(List<Packing.Segment> segments, Operator operator) {
        this.segments = segments;
        this.operator = operator;
    }

    /**
     * Sequences of queries, each of which sees its own keys up to the diagonal that ends where both do.
     *
     * @param queryStarts [S + 1] where each sequence's rows begin, and the last ends
     * @param keyStarts [S + 1] likewise of keys
     */
    record Sequences(int[] queryStarts, int[] keyStarts) {
        static Sequences of(List<Packing.Segment> segments) {
            int[] queries = new int[segments.size() + 1];
            int[] keys = new int[segments.size() + 1];
            for (int i = 0; i < segments.size(); i++) {
                Packing.Segment segment = segments.get(i);
                if (segment.start() != queries[i]) {
                    throw new IllegalArgumentException("segment " + i + " begins at row " + segment.start()
                            + ", and those before it end at " + queries[i]);
                }
                queries[i + 1] = queries[i] + segment.length();
                keys[i + 1] = keys[i] + segment.prefixLength() + segment.length();
            }
            return new Sequences(queries, keys);
        }

        static int longest(int[] starts) {
            int longest = 0;
            for (int i = 1; i < starts.length; i++) {
                longest = Math.max(longest, starts[i] - starts[i - 1]);
            }
            return longest;
        }
    }

    /** The fused operator, of tensors [1, rows, heads, headDim] that are all of one format; scores are not scaled. */
    interface Operator {
        Tensor forward(Tensor q, Tensor k, Tensor v, Sequences sequences);

        /** @return gradients by q, k and v, in their shapes */
        Gradients backward(Tensor dOut, Tensor q, Tensor k, Tensor v, Sequences sequences);
    }

    @Override
    public Tensor forward(Tensor q, Tensor k, Tensor v) {
        Tensor out = operator.forward(
                rows(q.to(v.scalar_type())),
                keys(k.to(v.scalar_type()), q.size(2)),
                keys(v, q.size(2)),
                Sequences.of(segments));
        return heads(out, q);
    }

    @Override
    public Gradients backward(Tensor dOut, Tensor q, Tensor k, Tensor v) {
        Gradients byRows = operator.backward(
                rows(dOut),
                rows(q.to(v.scalar_type())),
                keys(k.to(v.scalar_type()), q.size(2)),
                keys(v, q.size(2)),
                Sequences.of(segments));
        return new Gradients(heads(byRows.q(), q), summed(byRows.k(), k), summed(byRows.v(), k));
    }

    /** [kvHeads, P, group, headDim] as [1, P, heads, headDim]. */
    private static Tensor rows(Tensor q) {
        return q.transpose(0, 1).reshape(1, q.size(1), q.size(0) * q.size(2), q.size(3));
    }

    /** The other way. */
    private static Tensor heads(Tensor rows, Tensor q) {
        return rows.view(q.size(1), q.size(0), q.size(2), q.size(3))
                .transpose(0, 1)
                .contiguous();
    }

    /** [kvHeads, P, headDim] as [1, all segments' keys, heads, headDim]. */
    private Tensor keys(Tensor k, long group) {
        List<Tensor> parts = segments.stream()
                .map(s -> {
                    Tensor own = k.narrow(1, s.start(), s.length());
                    return s.prefixLength() == 0
                            ? own
                            : Tensors.cat(1, List.of(k.narrow(1, s.prefixStart(), s.prefixLength()), own));
                })
                .toList();
        Tensor all = Tensors.cat(1, parts).transpose(0, 1).unsqueeze(2);
        return all.expand(all.size(0), all.size(1), group, all.size(3))
                .reshape(1, all.size(0), all.size(1) * group, all.size(3));
    }

    /** From the gradient by {@link #keys} to that by what they were copied from, in fp32, in the segments' order. */
    private Tensor summed(Tensor byKeys, Tensor k) {
        Tensor sum = torch.zeros_like(k);
        Tensor byHead = byKeys.view(byKeys.size(1), k.size(0), byKeys.size(2) / k.size(0), k.size(2))
                .to(sum.scalar_type())
                .sum(2)
                .transpose(0, 1);
        long from = 0;
        for (Packing.Segment s : segments) {
            if (s.prefixLength() > 0) {
                sum.narrow(1, s.prefixStart(), s.prefixLength()).add_(byHead.narrow(1, from, s.prefixLength()));
            }
            from += s.prefixLength();
            sum.narrow(1, s.start(), s.length()).add_(byHead.narrow(1, from, s.length()));
            from += s.length();
        }
        return sum;
    }
}
