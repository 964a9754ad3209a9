package org.counterpoint.pairs.core.measure;

import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Interval;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which answer is the longer one.
 *
 * @param pairs all pairs
 * @param chosenLonger of them
 * @param rejectedLonger of them; the rest are equally long
 * @param share of pairs in which the chosen answer is the longer, equal lengths counted half
 * @param interval of the share, Wilson's
 * @param auc how well the difference of lengths alone tells the chosen answer, from the sample
 */
public record LengthBias(
        long pairs, long chosenLonger, long rejectedLonger, double share, Interval interval, Estimate auc) {

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("pairs", pairs).put("chosen_longer", chosenLonger).put("rejected_longer", rejectedLonger);
        json.put("share", share);
        json.putArray("share_interval").add(interval.low()).add(interval.high());
        json.put("auc", auc.value());
        json.putArray("auc_interval")
                .add(auc.interval().low())
                .add(auc.interval().high());
        return json;
    }
}
