package org.counterpoint.train.score;

import java.util.Map;

/**
 * What was scored.
 *
 * @param groups lines written
 * @param unscored responses without a log-probability
 * @param setAside ledger lines by reason
 * @param firstSetAside file, line and reason of the first of them; empty for none
 * @param padding share of the computed positions that is padding: 0, as batches are packed
 */
public record ScoreResult(
        long groups,
        long responses,
        long unscored,
        long tokens,
        Map<String, Long> setAside,
        String firstSetAside,
        double padding) {}
