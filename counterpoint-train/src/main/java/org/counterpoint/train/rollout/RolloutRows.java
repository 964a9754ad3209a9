package org.counterpoint.train.rollout;

import java.util.Arrays;
import java.util.function.Consumer;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.write.JsonForms;
import org.counterpoint.train.objective.PolicyObjective.Grpo;
import org.counterpoint.train.objective.PolicyObjective.Rule;
import org.counterpoint.train.policy.KlEstimator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of {@code rollouts.jsonl}: one an answer, in the order of the step's prompts.
 *
 * @param everyToken whether a row has its numbers by token
 */
record RolloutRows(Rule rule, KlEstimator estimator, boolean everyToken) {

    /** @param step from 1 */
    void write(long step, Experience group, double klCoefficient, Consumer<ObjectNode> sink) {
        for (int i : group.all()) {
            ScoredRollout judged = group.answers().get(i);
            Rollout rollout = judged.rollout();
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("step", step).put("id", rollout.prompt().id()).put("sample", rollout.sample());
            if (rollout.prompt().prompt() instanceof Prompt.Chat chat) {
                row.set("messages", JsonForms.messages(chat.messages()));
            } else {
                row.put("prompt", ((Prompt.Plain) rollout.prompt().prompt()).text());
            }
            double kl = group.kl(i, estimator);
            row.put("text", rollout.text())
                    .put("prompt_tokens", rollout.prompt().tokens().length)
                    .put("tokens", rollout.tokens())
                    .put("finish", rollout.cutOff() ? "length" : "stop")
                    .put("score", judged.score())
                    .put("kl", kl)
                    .put("reward", judged.learnt() - (rule instanceof Grpo ? 0 : klCoefficient * kl));
            if (everyToken) {
                byToken(row, group, i);
            }
            sink.accept(row);
        }
    }

    private static void byToken(ObjectNode row, Experience group, int i) {
        Rollout rollout = group.answers().get(i).rollout();
        ArrayNode prompt = row.putArray("prompt_ids");
        Arrays.stream(rollout.prompt().tokens()).forEach(prompt::add);
        ArrayNode ids = row.putArray("ids");
        Arrays.stream(rollout.ids()).forEach(ids::add);
        put(row, "logps", group.old(i));
        put(row, "ref_logps", group.references(i));
        if (group.hasValues()) {
            put(row, "values", group.values(i));
            put(row, "advantages", group.advantages(i));
            put(row, "returns", group.returns(i));
        }
    }

    private static void put(ObjectNode row, String name, double[] values) {
        ArrayNode array = row.putArray(name);
        Arrays.stream(values).forEach(array::add);
    }
}
