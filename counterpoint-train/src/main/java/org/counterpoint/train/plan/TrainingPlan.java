package org.counterpoint.train.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a training run will take.
 *
 * @param parameters of the model, with its adapters
 * @param learntParameters those that are learnt
 * @param memory at its peak, by what takes it
 * @param peakResidentBytes with what of the files there is room for
 * @param peakAnonymousBytes without files: this much must be free
 * @param freeBytes what is free on this machine; -1 where the system does not say
 * @param microBatch the largest one
 * @param operations floating-point, of the matrix products
 * @param bytesRead of the weights' files, from the disk
 * @param seconds of the steps and the reference's pass
 * @param exchange with other processes; what is told besides is of one of them
 * @param alternatives other settings that take less, and what they would take
 */
public record TrainingPlan(
        long parameters,
        long learntParameters,
        MemoryParts memory,
        long peakResidentBytes,
        long peakAnonymousBytes,
        long freeBytes,
        BatchSize microBatch,
        long steps,
        double operations,
        double bytesRead,
        double seconds,
        Exchange exchange,
        List<Alternative> alternatives) {

    /**
     * What processes that share the run send one another.
     *
     * @param processes that there are
     * @param bytesAStep that each of them sends
     */
    public record Exchange(int processes, long bytesAStep) {
        static final Exchange NONE = new Exchange(1, 0);
    }

    /**
     * Settings that take less.
     *
     * @param settings by name
     * @param fits whether that is free
     */
    public record Alternative(Map<String, String> settings, long peakAnonymousBytes, boolean fits) {
        /** As they are given on a command line. */
        public String words() {
            return settings.entrySet().stream()
                    .map(e -> "--set " + e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining(" "));
        }
    }

    public TrainingPlan {
        alternatives = List.copyOf(alternatives);
    }

    /** Whether the memory that it needs is free; where the system does not say what is, it is taken to be. */
    public boolean fits() {
        return freeBytes < 0 || peakAnonymousBytes <= freeBytes;
    }

    /** The same with other ways to go. */
    TrainingPlan with(List<Alternative> others) {
        return new TrainingPlan(
                parameters,
                learntParameters,
                memory,
                peakResidentBytes,
                peakAnonymousBytes,
                freeBytes,
                microBatch,
                steps,
                operations,
                bytesRead,
                seconds,
                exchange,
                others);
    }

    /** What takes time beside {@link #seconds}: how fast the network is that carries an exchange, nobody says. */
    private List<String> leftOut() {
        return exchange.processes() > 1 ? List.of("evaluations", "exchange") : List.of("evaluations");
    }

    /** For a script. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("parameters", parameters);
        json.put("learnt_parameters", learntParameters);
        json.put("peak_resident_bytes", peakResidentBytes);
        json.put("peak_anonymous_bytes", peakAnonymousBytes);
        json.put("free_bytes", freeBytes);
        json.put("fits", fits());
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("weights", memory.weights());
        parts.put("mapped_weights", memory.mappedWeights());
        parts.put("gradients", memory.gradients());
        parts.put("moments", memory.moments());
        parts.put("beside", memory.beside());
        parts.put("activations", memory.activations());
        parts.put("logits", memory.logits());
        parts.put("attention", memory.attention());
        parts.put("process", memory.process());
        parts.put("libraries", memory.libraries());
        json.put("memory_bytes", parts);
        json.put("micro_batch_positions", Math.round(microBatch.positions()));
        json.put("steps", steps);
        json.put("operations", operations);
        json.put("bytes_read", Math.round(bytesRead));
        json.put("seconds", seconds);
        json.put("seconds_leave_out", leftOut());
        json.put("processes", exchange.processes());
        json.put("bytes_sent_a_step", exchange.bytesAStep());
        List<Object> others = new ArrayList<>();
        for (Alternative one : alternatives) {
            Map<String, Object> other = new LinkedHashMap<>();
            other.put("settings", one.settings());
            other.put("peak_anonymous_bytes", one.peakAnonymousBytes());
            other.put("fits", one.fits());
            others.add(other);
        }
        json.put("alternatives", others);
        return json;
    }
}
