package org.counterpoint.train.step;

import static org.counterpoint.train.step.Better.LARGER;
import static org.counterpoint.train.step.Better.SMALLER;

import java.util.Arrays;
import java.util.Optional;

/** What is told of a step or an evaluation by a mean: its name, and which way it is better. */
public enum Metric {
    LOSS("loss", SMALLER),
    REWARD_CHOSEN("rewards/chosen", LARGER),
    REWARD_REJECTED("rewards/rejected", LARGER),
    REWARD_MARGIN("rewards/margins", LARGER),
    REWARD_ACCURACY("rewards/accuracies", LARGER),
    LOGP_CHOSEN("logps/chosen", LARGER),
    LOGP_REJECTED("logps/rejected", LARGER),
    LIKELIER_BY_SUM("likelier/sum", LARGER),
    LIKELIER_PER_TOKEN("likelier/per_token", LARGER),
    ACCURACY("accuracy", LARGER),
    MARGIN("margin", LARGER),
    MEAN_REWARD("mean_reward", LARGER),
    MIN_REWARD("min_reward", LARGER),
    MAX_REWARD("max_reward", LARGER),
    OBJECTIVE_SCORES("objective/scores", LARGER),
    OBJECTIVE_KL("objective/kl", SMALLER),
    WATCHED_REWARD("watched_reward", LARGER),
    RESPONSE_LENGTH("response_length", SMALLER),
    CUT_OFF("cut_off", SMALLER),
    CALIBRATION_ERROR("calibration_error", SMALLER),
    SHARE("share", LARGER);

    private static final String HELD_OUT = "eval_";

    private final String wireName;
    private final Better better;

    Metric(String wireName, Better better) {
        this.wireName = wireName;
        this.better = better;
    }

    /** The name in files. */
    public String wireName() {
        return wireName;
    }

    public Better better() {
        return better;
    }

    /** The metric of a name in files, with or without {@code eval_} before it and a type after it. */
    public static Optional<Metric> named(String name) {
        String bare = name.startsWith(HELD_OUT) ? name.substring(HELD_OUT.length()) : name;
        return Arrays.stream(values())
                .filter(metric -> bare.equals(metric.wireName) || bare.startsWith(metric.wireName + "/"))
                .findFirst();
    }
}
