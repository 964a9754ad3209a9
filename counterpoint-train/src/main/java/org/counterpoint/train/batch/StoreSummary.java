package org.counterpoint.train.batch;

import java.util.Map;

/**
 * What a token store holds and what was left out of it; its JSON form is the record's components.
 *
 * @param key identifies the inputs that the store was made from
 * @param content hash of all groups as they are in the store, token ids included
 * @param groups prepared groups
 * @param unused groups without anything to learn from
 * @param tokens of all sequences, each with its prompt
 * @param pairs kept pairs by type
 * @param lostPairs pairs by type that went with a response set aside
 * @param models kept responses by model
 * @param preferences how often a model is chosen over another in the data, kept or not
 * @param setAside ledger lines by reason
 * @param firstSetAside file, line and reason of the first ledger line; empty for none
 * @param truncated responses whose end was cut off
 * @param encoded responses that were encoded
 * @param merged those of them that share a token with the prompt
 */
public record StoreSummary(
        String key,
        String content,
        int groups,
        long unused,
        long responses,
        long tokens,
        Map<String, Long> pairs,
        Map<String, Long> lostPairs,
        Map<String, Long> models,
        Map<String, Map<String, Long>> preferences,
        Map<String, Long> setAside,
        String firstSetAside,
        long truncated,
        long encoded,
        long merged) {}
