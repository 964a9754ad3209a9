package org.counterpoint.engine.model;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.model.TensorNumbers.Runs;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.vector.LogitRow;

/** A row after the other in Java's vectors, in fp32, while it is in the cache. */
record VectorLogitRows(LogitShape shape, double temperature) implements LogitRows {
    /** Rows that a thread takes at once. */
    private static final int TOGETHER = 8;

    @Override
    public void score(Tensor z, int from, Rows rows) {
        forEachRow(z, (row, numbers, logits) -> {
            read(numbers, row, logits);
            LogitRow.Score score = logits.score(rows.targets()[from + row]);
            rows.logps()[from + row] = score.logp();
            rows.logSums()[from + row] = score.logSum();
        });
    }

    @Override
    public void backward(Tensor z, int from, Rows rows, double[] derivatives) {
        forEachRow(z, (row, numbers, logits) -> {
            read(numbers, row, logits);
            int at = from + row;
            logits.backward(rows.targets()[at], rows.logSums()[at], (float) derivatives[at]);
            int size = numbers.size();
            numbers.all().write(logits.numbers(), 0, Runs.one(size), row * size);
        });
    }

    private static void read(Numbers numbers, int row, LogitRow logits) {
        numbers.all().read(row * numbers.size(), Runs.one(numbers.size()), logits.numbers(), 0);
        logits.shape();
    }

    private record Numbers(TensorNumbers all, int size) {}

    @FunctionalInterface
    private interface RowWork {
        void run(int row, Numbers numbers, LogitRow logits);
    }

    private void forEachRow(Tensor z, RowWork work) {
        int rows = Math.toIntExact(z.size(0));
        int size = Math.toIntExact(z.size(1));
        NativeWorkers.run(IntStream.iterate(0, from -> from < rows, from -> from + TOGETHER)
                .<Runnable>mapToObj(from -> () -> {
                    try (TensorScope scope = new TensorScope()) {
                        Numbers numbers = new Numbers(TensorNumbers.of(z), size);
                        LogitRow logits = new LogitRow(size, shape.scale(), shape.cap(), temperature);
                        for (int row = from; row < Math.min(rows, from + TOGETHER); row++) {
                            work.run(row, numbers, logits);
                        }
                    }
                })
                .toList());
    }
}
