package org.counterpoint.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What both sides train on.
 *
 * @param groupsFile our form
 * @param pairsFile the same pairs in TRL's form
 * @param tokens the groups' lengths
 * @param pairs how many pairs the files hold
 * @param pairsPerStep pairs of an optimizer step, on both sides
 * @param pairsPerGroup 3 for groups of three answers, 1 for single pairs
 * @param lora the rank of the adapter of all linear layers that learns; 0 where the weights themselves do
 */
record Workload(
        Path model,
        Path groupsFile,
        Path pairsFile,
        List<GroupTokens> tokens,
        int pairs,
        int pairsPerStep,
        int pairsPerGroup,
        int maxLength,
        int lora) {
    Workload {
        tokens = List.copyOf(tokens);
        if (pairsPerStep % pairsPerGroup != 0) {
            throw new IllegalArgumentException(
                    "a step of " + pairsPerStep + " pairs is no whole number of groups of " + pairsPerGroup + " pairs");
        }
    }

    int groupsPerStep() {
        return pairsPerStep / pairsPerGroup;
    }
}
