package org.counterpoint.data;

import java.util.List;

/**
 * One prompt with the answers of N models, strongest first, and the pairs among them: the unit of
 * storage, of scheduling and of training.
 */
public record ResponseGroup(String id, Prompt prompt, List<Response> responses, List<Pair> pairs, Origin origin) {
    public ResponseGroup {
        responses = List.copyOf(responses);
        pairs = List.copyOf(pairs);
    }
}
