package org.counterpoint.data.forms;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** An iterator over what a supplier gives until it gives null. */
final class PullIterator<T> implements Iterator<T> {
    private final Supplier<@Nullable T> source;
    private @Nullable T next;
    private boolean ended;

    PullIterator(Supplier<@Nullable T> source) {
        this.source = source;
    }

    static <T> Stream<T> stream(Supplier<@Nullable T> source, Runnable close) {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                new PullIterator<>(source), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(close);
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = source.get();
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        T value = next;
        next = null;
        return value;
    }
}
