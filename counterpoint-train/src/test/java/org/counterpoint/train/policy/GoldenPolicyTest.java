package org.counterpoint.train.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.counterpoint.train.policy.PolicyLoss.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values and derivatives are plain torch's, in doubles: src/test/golden/policy_losses.py. */
class GoldenPolicyTest {
    private static final double CLOSE = 1e-12;

    private JsonNode golden = JsonMapper.shared().createObjectNode();

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = GoldenPolicyTest.class.getResourceAsStream("/golden/policy.json")) {
            golden = JsonMapper.shared().readTree(Objects.requireNonNull(in));
        }
    }

    @Test
    void rewardsAdvantagesAndReturns() {
        List<double[]> old = lists("old");
        List<double[]> references = lists("ref");
        List<double[]> rewards = new ArrayList<>();
        List<double[]> advantages = new ArrayList<>();
        List<double[]> returns = new ArrayList<>();
        List<double[]> third = new ArrayList<>();
        double[] scores = list(golden.get("scores"));
        for (int i = 0; i < scores.length; i++) {
            double[] kl = KlEstimator.K1.at(old.get(i), references.get(i));
            third.add(KlEstimator.K3.at(old.get(i), references.get(i)));
            rewards.add(TokenRewards.of(kl, number("kl_coef"), scores[i]));
            GeneralisedAdvantages own = GeneralisedAdvantages.of(
                    rewards.get(i), lists("values_old").get(i), number("gamma"), number("lambda"));
            advantages.add(own.advantages());
            returns.add(own.returns());
        }
        same(third, golden.get("k3"));
        same(rewards, golden.get("rewards"));
        same(advantages, golden.get("advantages"));
        same(returns, golden.get("returns"));
        same(Whitening.of(advantages, false), golden.get("whitened_advantages"));
        same(Whitening.of(rewards, true), golden.get("whitened_rewards"));
    }

    @Test
    void advantagesWithinAGroup() {
        double[] scores = list(golden.get("scores"));
        assertThat(GroupAdvantages.leaveOneOut(scores))
                .containsExactly(list(golden.get("leave_one_out")), within(CLOSE));
        assertThat(GroupAdvantages.standardised(scores, true))
                .containsExactly(list(golden.get("standardised")), within(CLOSE));
    }

    @Test
    void policyLosses() {
        double range = number("range");
        double tokens = lists("old").stream().mapToInt(own -> own.length).sum();
        double n = lists("old").size();
        double coefficient = number("kl_coef");
        check(responses(lists("whitened_advantages")), r -> PolicyLoss.byToken(r, range, 0, 1 / tokens), "ppo");
        check(responses(spread("leave_one_out")), r -> PolicyLoss.whole(r, range, 1 / n), "rloo");
        List<Response> grpo = responses(spread("standardised"));
        check(grpo, r -> PolicyLoss.byToken(r, range, coefficient, 1 / (n * r.logps().length)), "grpo_sequence");
        check(grpo, r -> PolicyLoss.byToken(r, range, coefficient, 1 / tokens), "grpo_tokens");
    }

    @Test
    void valueLoss() {
        List<double[]> values = lists("values");
        double tokens = values.stream().mapToInt(own -> own.length).sum();
        double loss = 0;
        int clipped = 0;
        List<double[]> derivatives = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            double[] own = new double[values.get(i).length];
            for (int t = 0; t < own.length; t++) {
                ClippedValue value = ClippedValue.of(
                        values.get(i)[t],
                        lists("values_old").get(i)[t],
                        lists("returns").get(i)[t],
                        number("range"));
                loss += value.loss() / tokens;
                own[t] = value.derivative() / tokens;
                clipped += value.clipped() ? 1 : 0;
            }
            derivatives.add(own);
        }
        assertThat(clipped).as("both branches are covered").isBetween(1, (int) tokens - 1);
        assertThat(loss).isCloseTo(golden.get("value").get("loss").asDouble(), within(CLOSE));
        same(derivatives, golden.get("value").get("derivatives"));
    }

    private void check(List<Response> batch, Function<Response, PolicyLoss> of, String name) {
        List<PolicyLoss> losses = batch.stream().map(of).toList();
        assertThat(losses.stream().mapToDouble(PolicyLoss::loss).sum())
                .as(name)
                .isCloseTo(golden.get(name).get("loss").asDouble(), within(CLOSE));
        same(
                losses.stream().map(PolicyLoss::derivatives).toList(),
                golden.get(name).get("derivatives"));
        assertThat(losses.stream().mapToInt(PolicyLoss::clipped).sum())
                .as("some are clipped: " + name)
                .isPositive();
    }

    private List<Response> responses(List<double[]> advantages) {
        List<Response> responses = new ArrayList<>();
        for (int i = 0; i < advantages.size(); i++) {
            responses.add(new Response(
                    lists("now").get(i), lists("old").get(i), lists("ref").get(i), advantages.get(i)));
        }
        return responses;
    }

    /** A response's advantage at each of its tokens. */
    private List<double[]> spread(String name) {
        double[] advantages = list(golden.get(name));
        List<double[]> byToken = lists("old");
        for (int i = 0; i < advantages.length; i++) {
            Arrays.fill(byToken.get(i), advantages[i]);
        }
        return byToken;
    }

    private double number(String name) {
        return golden.get(name).asDouble();
    }

    private List<double[]> lists(String name) {
        List<double[]> lists = new ArrayList<>();
        golden.get(name).forEach(list -> lists.add(list(list)));
        return lists;
    }

    private static double[] list(JsonNode node) {
        double[] values = new double[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).asDouble();
        }
        return values;
    }

    private static void same(List<double[]> ours, JsonNode theirs) {
        assertThat(ours).hasSize(theirs.size());
        for (int i = 0; i < ours.size(); i++) {
            assertThat(ours.get(i)).containsExactly(list(theirs.get(i)), within(CLOSE));
        }
    }
}
