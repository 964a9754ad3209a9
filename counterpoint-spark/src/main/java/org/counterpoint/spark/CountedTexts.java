package org.counterpoint.spark;

import java.util.Iterator;

/** Texts, counted as they are taken. */
final class CountedTexts implements Iterator<String> {
    private final Iterator<String> texts;
    private long count;

    CountedTexts(Iterator<String> texts) {
        this.texts = texts;
    }

    @Override
    public boolean hasNext() {
        return texts.hasNext();
    }

    @Override
    public String next() {
        count++;
        return texts.next();
    }

    long count() {
        return count;
    }
}
