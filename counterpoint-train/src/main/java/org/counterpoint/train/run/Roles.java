package org.counterpoint.train.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models of a run, each a folder.
 *
 * @param policy whose weights are learnt, from these
 * @param givenReference what the policy is held against; null for the policy's starting weights
 * @param value what a value model starts as; null for the method's choice
 */
public record Roles(
        Path policy,
        @Nullable Path givenReference,
        @Nullable Path value) {

    /** Without a value model of its own. */
    public Roles(Path policy, @Nullable Path givenReference) {
        this(policy, givenReference, null);
    }

    /** A policy that is its own reference, where a method needs one. */
    public static Roles of(Path policy) {
        return new Roles(policy, null);
    }

    /** The models beside the policy that read its texts, by what they are called. */
    Map<String, Path> besidePolicy() {
        Map<String, Path> beside = new LinkedHashMap<>();
        if (givenReference != null) {
            beside.put("the reference", givenReference);
        }
        if (value != null) {
            beside.put("the value model", value);
        }
        return beside;
    }

    /** The reference's folder, given or not. */
    public Path reference() {
        return givenReference == null ? policy : givenReference;
    }
}
