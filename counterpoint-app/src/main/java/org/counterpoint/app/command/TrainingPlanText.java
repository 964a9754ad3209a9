package org.counterpoint.app.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.counterpoint.console.Durations;
import org.counterpoint.engine.machine.Sizes;
import org.counterpoint.train.plan.MemoryParts;
import org.counterpoint.train.plan.TrainingPlan;

/** What a training run will take, for a person. */
final class TrainingPlanText {
    private TrainingPlanText() {}

    /** In short. */
    static String line(TrainingPlan plan) {
        return "about " + Sizes.bytes(plan.peakAnonymousBytes()) + " of memory, learns "
                + String.format(Locale.ROOT, "%,d of %,d parameters", plan.learntParameters(), plan.parameters())
                + (plan.fits() ? "" : ", and does not fit: " + Sizes.bytes(plan.freeBytes()) + " are free")
                + (plan.fits() || plan.alternatives().isEmpty()
                        ? ""
                        : "; less with "
                                + plan.alternatives().stream()
                                        .map(TrainingPlan.Alternative::words)
                                        .collect(Collectors.joining(", or ")));
    }

    static List<String> lines(TrainingPlan plan) {
        List<String> lines = new ArrayList<>();
        boolean several = plan.exchange().processes() > 1;
        if (several) {
            lines.add(row("processes", plan.exchange().processes() + "; memory, work and time are those of each"));
        }
        lines.add(row(
                "parameters",
                String.format(
                        Locale.ROOT, "%,d, of which %,d are learnt", plan.parameters(), plan.learntParameters())));
        lines.add(row(
                "memory",
                Sizes.bytes(plan.peakResidentBytes()) + " at most, "
                        + Sizes.bytes(plan.peakAnonymousBytes()) + " of it beside files"
                        + (plan.freeBytes() < 0 ? "" : "; " + Sizes.bytes(plan.freeBytes()) + " are free")));
        parts(plan.memory()).forEach((part, bytes) -> {
            if (bytes > 0) {
                lines.add(row("  " + part, Sizes.bytes(bytes)));
            }
        });
        lines.add(row(
                "micro-batch",
                String.format(
                        Locale.ROOT,
                        "%,.0f positions in the largest",
                        plan.microBatch().positions())));
        lines.add(row("operations", String.format(Locale.ROOT, "%.3g", plan.operations())));
        lines.add(row("read", Sizes.bytes((long) plan.bytesRead()) + " of weights"));
        if (several) {
            lines.add(row(
                    "sent", Sizes.bytes(plan.exchange().bytesAStep()) + " a step by each, which takes time besides"));
        }
        lines.add(row(
                "time",
                "about " + Durations.about(plan.seconds())
                        + String.format(
                                Locale.ROOT,
                                " for %,d steps (evaluations left out; good to a factor of two)",
                                plan.steps())));
        if (!plan.fits()) {
            lines.add("This does not fit into the memory that is free.");
        }
        if (!plan.alternatives().isEmpty()) {
            lines.add("What would take less memory:");
        }
        for (TrainingPlan.Alternative other : plan.alternatives()) {
            lines.add("  " + other.words() + ": " + Sizes.bytes(other.peakAnonymousBytes())
                    + (other.fits() || plan.fits() ? "" : ", too much still"));
        }
        return lines;
    }

    private static Map<String, Long> parts(MemoryParts memory) {
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("weights", memory.weights());
        parts.put("weights in files", memory.mappedWeights());
        parts.put("gradients", memory.gradients());
        parts.put("AdamW's moments", memory.moments());
        parts.put("models beside", memory.beside());
        parts.put("activations", memory.activations());
        parts.put("logits", memory.logits());
        parts.put("attention", memory.attention());
        parts.put("Java, libraries", memory.process());
        parts.put("program files", memory.libraries());
        return parts;
    }

    private static String row(String name, String value) {
        return String.format(Locale.ROOT, "%-18s %s", name, value);
    }
}
