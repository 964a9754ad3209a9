package org.counterpoint.train.ranks;

import java.util.List;
import org.counterpoint.engine.Floats;

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
    public void sum(Floats values) {
        // A sum of one.
    }

    @Override
    public void broadcast(Floats values, int from) {
        // There is nobody else.
    }

    @Override
    public void gather(Floats own, Floats all) {
        all.take(own);
    }

    @Override
    public void addSums(Floats all, Floats own) {
        own.add(all);
    }

    @Override
    public List<byte[]> gather(byte[] own) {
        return List.of(own);
    }

    @Override
    public void connectDevices(int gpu) {
        // There is no other.
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
