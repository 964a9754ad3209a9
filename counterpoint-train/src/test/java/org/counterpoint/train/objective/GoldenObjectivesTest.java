package org.counterpoint.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Losses and derivatives against plain PyTorch and TRL: src/test/golden/objectives.py. */
class GoldenObjectivesTest {

    @TestFactory
    List<DynamicTest> equalPyTorch() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : golden()) {
            String name = row.get("method").asString() + " " + row.get("settings") + " " + row.get("pair");
            tests.add(DynamicTest.dynamicTest(name, () -> {
                PairLoss loss = objective(row).loss(scores(row.get("pair")));
                close(loss.value(), row.get("loss").asDouble());
                close(loss.byChosen(), row.get("by_chosen").asDouble());
                close(loss.byRejected(), row.get("by_rejected").asDouble());
            }));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> derivativesEqualFiniteDifferences() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : golden()) {
            PairScores at = scores(row.get("pair"));
            boolean atTheKinkOfSlic = at.chosen() - at.rejected() == 1;
            if (at.chosen() > -1 || at.rejected() > -1 || atTheKinkOfSlic) {
                continue;
            }
            String name = row.get("method").asString() + " " + row.get("settings") + " " + row.get("pair");
            tests.add(DynamicTest.dynamicTest(name, () -> {
                PairObjective objective = new WithLikelihood(objective(row), 0.25);
                double h = 1e-5;
                double byChosen = (objective.loss(moved(at, h, 0)).value()
                                - objective.loss(moved(at, -h, 0)).value())
                        / (2 * h);
                double byRejected = (objective.loss(moved(at, 0, h)).value()
                                - objective.loss(moved(at, 0, -h)).value())
                        / (2 * h);
                PairLoss loss = objective.loss(at);
                double rounding = 1e-14 * Math.abs(loss.value()) / h;
                assertThat(loss.byChosen()).isCloseTo(byChosen, within(1e-6 + rounding));
                assertThat(loss.byRejected()).isCloseTo(byRejected, within(1e-6 + rounding));
            }));
        }
        return tests;
    }

    @Test
    void coverEveryPairwiseMethod() throws IOException {
        assertThat(golden())
                .extracting(row -> row.get("method").asString())
                .contains(Methods.all().stream()
                        .filter(method -> method.learns() == Method.Learns.PAIRS)
                        .map(Method::name)
                        // Scores are compared with TRL's trainer: TrlTrajectoryTest.
                        .filter(name -> !name.equals(RewardLoss.NAME))
                        .toArray(String[]::new));
    }

    private static void close(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-11 * Math.abs(expected) + 1e-300));
    }

    private static PairScores moved(PairScores at, double chosen, double rejected) {
        return new PairScores(
                at.chosen() + chosen,
                at.rejected() + rejected,
                at.referenceChosen(),
                at.referenceRejected(),
                at.tokensChosen(),
                at.tokensRejected());
    }

    private static PairObjective objective(JsonNode row) {
        Method method = Methods.named(row.get("method").asString()).orElseThrow();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("nll_weight", 0.0);
        row.get("settings")
                .properties()
                .forEach(e -> values.put(
                        e.getKey(),
                        e.getValue().isString()
                                ? e.getValue().asString()
                                : e.getValue().asDouble()));
        return (PairObjective)
                method.schema().read(values).orElseThrow(faults -> new IllegalArgumentException(faults.toString()));
    }

    private static PairScores scores(JsonNode p) {
        return new PairScores(
                p.get(0).asDouble(),
                p.get(1).asDouble(),
                p.get(2).asDouble(),
                p.get(3).asDouble(),
                p.get(4).asInt(),
                p.get(5).asInt());
    }

    private static List<JsonNode> golden() throws IOException {
        try (InputStream in = GoldenObjectivesTest.class.getResourceAsStream("/golden/objectives.json")) {
            List<JsonNode> rows = new ArrayList<>();
            JsonMapper.shared().readTree(Objects.requireNonNull(in)).forEach(rows::add);
            return rows;
        }
    }
}
