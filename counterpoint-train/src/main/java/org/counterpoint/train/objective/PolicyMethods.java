package org.counterpoint.train.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;
import org.counterpoint.train.objective.PolicyObjective.Grpo;
import org.counterpoint.train.objective.PolicyObjective.OnlinePairs;
import org.counterpoint.train.objective.PolicyObjective.Penalty;
import org.counterpoint.train.objective.PolicyObjective.Ppo;
import org.counterpoint.train.objective.PolicyObjective.Rloo;
import org.counterpoint.train.objective.PolicyObjective.Rule;
import org.counterpoint.train.objective.PolicyObjective.Sampling;
import org.counterpoint.train.objective.PolicyObjective.Updates;
import org.counterpoint.train.policy.AdaptiveKl;
import org.counterpoint.train.policy.KlEstimator;
import org.counterpoint.train.policy.ScoreRules;

/** The methods that learn from the policy's own answers, with their settings. */
final class PolicyMethods {
    static final Method PPO = method(
            "ppo",
            1,
            values -> new Ppo(
                    penalty(values),
                    updates(values),
                    values.real("gamma"),
                    values.real("lambda"),
                    values.real("vf_coef"),
                    values.real("cliprange_value"),
                    (Double) values.all().get("value_learning_rate"),
                    values.flag("whiten_rewards")),
            and(
                    gradients(4),
                    Setting.real("gamma", Range.between(0, 1), 1.0, "discount of later rewards"),
                    Setting.real("lambda", Range.between(0, 1), 0.95, "of generalised advantages"),
                    Setting.real("vf_coef", Range.atLeast(0), 0.1, "weight of the value model's loss"),
                    Setting.real("cliprange_value", Range.above(0), 0.2, "how far a value may move within a step"),
                    Setting.real("value_learning_rate", Range.above(0), null, "the value model's; as the policy's"),
                    Setting.flag("whiten_rewards", "bring rewards to variance 1 before advantages")));
    static final Method RLOO = method("rloo", 4, values -> new Rloo(penalty(values), updates(values)), gradients(1));
    static final Method GRPO = method(
            "grpo",
            4,
            values -> new Grpo(
                    penalty(values),
                    updates(values),
                    values.text("scale").equals("group"),
                    values.text("normalise").equals("sequence")),
            and(
                    gradients(1),
                    Setting.word(
                            "scale",
                            List.of("group", "none"),
                            "group",
                            "what advantages are divided by: the group's standard deviation, or nothing"),
                    Setting.word(
                            "normalise",
                            List.of("sequence", "tokens"),
                            "sequence",
                            "the loss: a mean over responses of means over tokens, or over all tokens")));
    static final Method ONLINE_DPO = method(
            "online-dpo",
            4,
            values -> new OnlinePairs((PairObjective) Dpo.METHOD.schema().make(values)),
            List.copyOf(Dpo.METHOD.schema().settings().values()));

    private PolicyMethods() {}

    private static Method method(String name, int samples, Function<Values, Rule> rule, List<Setting> own) {
        List<Setting> all = new ArrayList<>(own);
        all.add(Setting.whole("prompts_per_step", 1, 16L, "prompts a step"));
        all.add(Setting.whole("samples", samples > 1 ? 2 : 1, (long) samples, "answers to each prompt"));
        all.add(Setting.real("temperature", Range.above(0), 1.0, "at which answers are drawn"));
        all.add(Setting.whole("max_new_tokens", 1, 256L, "tokens after which an answer is cut off"));
        all.add(Setting.real("length_penalty", Range.atLeast(0), 0.0, "taken off the score for each token too many"));
        all.add(Setting.whole("length_free", 0, 0L, "tokens that cost nothing"));
        all.add(Setting.real("reward_clip", Range.above(0), null, "scores are held within plus and minus this"));
        all.add(Setting.real("missing_eos_penalty", Range.atLeast(0), null, "taken off where an answer was cut off"));
        all.add(Setting.word(
                "rollouts.detail", List.of("text", "tokens"), "text", "whether rollouts.jsonl tells numbers by token"));
        all.add(Setting.text("evaluation.reward_model", null, "a reward model that is watched, and not learnt from"));
        all.add(Setting.text("evaluation.metric", "eval_objective/scores", "decides which is best"));
        all.add(Setting.word(
                "forward",
                List.of("shared-prefix", "grouped"),
                "shared-prefix",
                "how a prompt's answers are computed"));
        return new Method(
                name,
                true,
                Method.Learns.ROLLOUTS,
                new Schema<Objective>(
                                all, values -> new PolicyObjective(sampling(values), rules(values), rule.apply(values)))
                        .with(PolicyMethods::checkParts));
    }

    private static void checkParts(Values given, BiConsumer<String, String> faults) {
        Map.of("kl_horizon", "kl_target", "length_free", "length_penalty").forEach((part, whole) -> {
            if (given.has(part) && !given.has(whole)) {
                faults.accept(part, part + " needs " + whole);
            }
        });
    }

    private static List<Setting> gradients(int epochs) {
        return List.of(
                Setting.real("kl_coef", Range.atLeast(0), 0.05, "weight of the KL to the reference"),
                Setting.choice("kl_estimator", KlEstimator.K1, "of the KL at a token"),
                Setting.real(
                        "kl_target", Range.above(0), null, "the KL that kl_coef is moved towards; stays where none"),
                Setting.real("kl_horizon", Range.above(0), 10_000.0, "responses over which kl_coef moves"),
                Setting.real("kl_limit", Range.above(0), null, "the KL at which the run stops"),
                Setting.real("cliprange", Range.above(0), 0.2, "how far a ratio may move from 1"),
                Setting.whole("ppo_epochs", 1, (long) epochs, "passes over a step's answers"),
                Setting.whole("mini_batches", 1, 1L, "parts of a pass, with an update each"));
    }

    private static List<Setting> and(List<Setting> first, Setting... more) {
        List<Setting> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    private static Sampling sampling(Values values) {
        return new Sampling(
                values.integer("prompts_per_step"),
                values.integer("samples"),
                values.real("temperature"),
                values.integer("max_new_tokens"),
                values.text("rollouts.detail").equals("tokens"));
    }

    private static ScoreRules rules(Values values) {
        return new ScoreRules(
                values.real("length_penalty"),
                values.integer("length_free"),
                values.has("reward_clip") ? values.real("reward_clip") : Double.POSITIVE_INFINITY,
                values.has("missing_eos_penalty") ? values.real("missing_eos_penalty") : 0);
    }

    private static Penalty penalty(Values values) {
        return new Penalty(
                values.real("kl_coef"),
                values.choice("kl_estimator", KlEstimator.class),
                values.has("kl_target") ? new AdaptiveKl(values.real("kl_target"), values.real("kl_horizon")) : null,
                values.has("kl_limit") ? values.real("kl_limit") : Double.POSITIVE_INFINITY);
    }

    private static Updates updates(Values values) {
        return new Updates(values.integer("ppo_epochs"), values.integer("mini_batches"), values.real("cliprange"));
    }
}
