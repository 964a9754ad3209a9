package org.counterpoint.pairs.core.step;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parts of summaries that one sink holds. */
final class SummaryParts implements Serializable {
    private final Map<SummaryKey<?>, Summary<?>> parts = new LinkedHashMap<>();

    @SuppressWarnings("unchecked") // a key is put with its own summary only
    <S extends Summary<S>> S part(SummaryKey<S> key) {
        return (S) parts.computeIfAbsent(key, SummaryKey::zero);
    }

    <S extends Summary<S>> void hold(SummaryKey<S> key, S whole) {
        parts.put(key, whole);
    }

    void mergeInto(StepSink sink) {
        parts.keySet().forEach(key -> mergeInto(key, sink));
    }

    private <S extends Summary<S>> void mergeInto(SummaryKey<S> key, StepSink sink) {
        sink.part(key).merge(part(key));
    }
}
