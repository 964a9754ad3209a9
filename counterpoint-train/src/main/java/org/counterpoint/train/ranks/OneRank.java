package org.counterpoint.train.ranks;

import java.nio.FloatBuffer;
import java.util.List;

/** A process that learns by itself. */
public record OneRank() implements Ranks {

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public void sum(FloatBuffer values) {
        // A sum of one.
    }

    @Override
    public void broadcast(FloatBuffer values, int from) {
        // There is nobody else.
    }

    @Override
    public void gather(FloatBuffer own, FloatBuffer all) {
        all.put(0, own, 0, own.limit());
    }

    @Override
    public void addSums(FloatBuffer all, FloatBuffer own) {
        for (int i = 0; i < own.limit(); i++) {
            own.put(i, own.get(i) + all.get(i));
        }
    }

    @Override
    public List<byte[]> gather(byte[] own) {
        return List.of(own);
    }

    @Override
    public void check() {
        // Nobody can be lost.
    }

    @Override
    public void fail(String why) {
        // Nobody is to be told.
    }

    @Override
    public Beside beside() {
        return new Beside(waited -> {});
    }

    @Override
    public Traffic traffic() {
        return Traffic.NONE;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
