package org.counterpoint.train.objective;

import java.util.List;
import java.util.Optional;

/** Every method by name. */
public final class Methods {
    private static final List<Method> ALL = List.of(
            Likelihood.METHOD,
            Slic.METHOD,
            Dpo.METHOD,
            ConservativeDpo.METHOD,
            RobustDpo.METHOD,
            NormalisedDpo.METHOD,
            Ipo.METHOD,
            RsoHinge.METHOD,
            SimPo.METHOD,
            Orpo.METHOD,
            RewardLoss.METHOD,
            PolicyMethods.PPO,
            PolicyMethods.RLOO,
            PolicyMethods.GRPO,
            PolicyMethods.ONLINE_DPO);

    private Methods() {}

    /** All of them, in the order of the documentation. */
    public static List<Method> all() {
        return ALL;
    }

    public static Optional<Method> named(String name) {
        return ALL.stream().filter(method -> method.name().equals(name)).findFirst();
    }
}
